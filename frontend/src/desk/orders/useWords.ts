import { type ChoiceName, useMeta } from "@/desk/stores/meta";
import type { Words } from "./conditions";

/** The office's own words for the values of filters. boxes: those that this person has, by name. */
export function useWords(boxes: () => readonly { box: string; label: string }[]): Words {
  const meta = useMeta();
  return {
    label: (choice, value) => meta.label(choice as ChoiceName, value),
    unit: meta.unitName,
    category: meta.categoryPath,
    box: (name) => boxes().find((box) => box.box === name)?.label ?? (name === "all" ? "全部工单" : "其他列表"),
  };
}
