import type { Directive, DirectiveBody } from "@/api/types";

/** What the form of a rule holds: words as people type them, parted by commas, blanks or lines. */
export interface RuleForm extends Omit<DirectiveBody, "words" | "without"> {
  words: string;
  without: string;
}

export function formOf(rule: Directive | null): RuleForm {
  return {
    name: rule?.name ?? "",
    effect: (rule?.effect ?? "bind") as RuleForm["effect"],
    unit: rule?.unit.code ?? "",
    rank: rule?.rank ?? 100,
    words: (rule?.words ?? []).join("、"),
    without: (rule?.without ?? []).join("、"),
    category: rule?.category ?? null,
    district: rule?.district ?? "",
    street: rule?.street ?? "",
    request_type: (rule?.request_type ?? "") as RuleForm["request_type"],
    weight: rule?.weight ?? 50,
    since: rule?.since ?? null,
    until: rule?.until ?? null,
    basis: rule?.basis ?? "",
  };
}

export const parted = (words: string): string[] => words.split(/[、，,；;\s|]+/).filter(Boolean);

export const sentOf = (form: RuleForm): DirectiveBody => ({
  ...form,
  words: parted(form.words),
  without: parted(form.without),
  category: form.category || null,
});

/** Whether there is enough to try it: a unit, a name and one condition. */
export const isWhole = (form: RuleForm): boolean =>
  !!form.name.trim() &&
  !!form.unit &&
  !!(parted(form.words).length || form.category || form.district || form.street || form.request_type);
