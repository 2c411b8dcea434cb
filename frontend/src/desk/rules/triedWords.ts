import type { CallbackPreview } from "@/api/types";

/** What a change of the callback policy would come to, in words. deed: "保存", "停用". */
export function triedWords(tried: CallbackPreview, deed: string): string {
  if (!tried.looked) return `最近 ${tried.days} 天没有办结的工单可供试算。`;
  const looked = tried.looked < tried.concluded ? `，取最新 ${tried.looked} 件试算` : "";
  const share = (count: number) => `${count} 件（${Math.round((100 * count) / tried.looked)}%）`;
  return (
    `最近 ${tried.days} 天办结 ${tried.concluded} 件${looked}：` +
    `现在回访 ${share(tried.now)}，${deed}后回访 ${share(tried.then)}。`
  );
}
