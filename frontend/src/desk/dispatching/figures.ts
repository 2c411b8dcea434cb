/** A share as people read it; "—" where nothing was asked. */
export const percent = (share: number | null | undefined, digits = 1): string =>
  share === null || share === undefined ? "—" : `${(share * 100).toFixed(digits)}%`;

/** By how much a share changed, in points: "+1.2", "−0.8", "" where there is nothing to compare or nothing changed. */
export function points(after: number | null | undefined, before: number | null | undefined): string {
  if (after === null || after === undefined || before === null || before === undefined) return "";
  const moved = (after - before) * 100;
  if (Math.abs(moved) < 0.05) return "";
  return moved > 0 ? `+${moved.toFixed(1)}` : `−${Math.abs(moved).toFixed(1)}`;
}

/** The figures of a card: what each is called, what it says, and whether more is better. */
export const FIGURES = [
  { key: "top1", label: "首选正确", says: "推荐的第一个单位就是最后办理的单位", more: true },
  { key: "top3", label: "前三个含正确", says: "正确的单位在推荐的前三个里", more: true },
  { key: "macro_f1", label: "各单位平均（F1）", says: "每个单位同样算，小单位也看得见", more: true },
  { key: "coverage_95", label: "95%准确时的覆盖面", says: "从最有把握的数起，能保持95%准确的工单占多少", more: true },
  { key: "ece", label: "把握的偏差", says: "说的把握和实际准确率平均差多少，越小越好", more: false },
  { key: "confidence", label: "平均把握", says: "对第一个单位的把握，供漂移检查", more: true },
] as const;
