/** What a verb's dialog shows for each field of its body: widget and label by the field's name and type. */
import fields, { type VerbField } from "virtual:verbs";
import type { ChoiceName } from "@/desk/stores/meta";

export type Widget = "unit" | "units" | "long" | "line" | "yes" | "yesno" | "days" | "choice";

export interface Asked {
  name: string;
  label: string;
  widget: Widget;
  required: boolean;
  choices?: ChoiceName;
  field: VerbField;
}

/** In the order that a dialog asks them. */
const LABELS: Record<string, string> = {
  unit: "承办单位",
  assisting: "协办单位",
  master: "主工单编号",
  task: "协办事项",
  days: "延长工作日",
  reached: "已联系上市民",
  solved: "诉求已解决",
  satisfaction: "满意度",
  reason: "理由",
  text: "内容",
  contacted: "已联系市民",
  note: "说明",
  clause: "职责依据（条款）",
  believed_unit: "认为应由谁办",
};
const ORDER = Object.keys(LABELS);
const LONG = new Set(["text", "note", "reason", "task"]);
const CHOICES: Record<string, ChoiceName> = { reason: "return_reason", satisfaction: "satisfaction" };
/** Filled by the page itself, not asked. */
const SILENT = new Set(["article_keys"]);

export const asked = (verb: string): Asked[] =>
  (fields[verb] ?? [])
    .filter((field) => !SILENT.has(field.name))
    .map((field) => ({
      name: field.name,
      label: LABELS[field.name] ?? field.name,
      widget: widgetOf(field),
      required: field.required,
      choices: field.type === "choice" ? CHOICES[field.name] : undefined,
      field,
    }))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

function widgetOf(field: VerbField): Widget {
  if (field.type === "choice") return "choice";
  if (field.type === "boolean") return field.nullable ? "yesno" : "yes";
  if (field.type === "integer") return "days";
  if (field.type === "array") return "units";
  if (field.name.endsWith("unit")) return "unit";
  return LONG.has(field.name) ? "long" : "line";
}

/** Values to begin with: nothing is chosen for the person, least of all that a citizen was reached. */
export function blank(fields: readonly Asked[]): Record<string, unknown> {
  const start: Record<Widget, unknown> = {
    unit: null,
    units: [],
    long: "",
    line: "",
    yes: false,
    yesno: null,
    days: null,
    choice: "",
  };
  return Object.fromEntries(fields.map((field) => [field.name, start[field.widget]]));
}

/** Which required field is still empty, or "". */
export function lacking(fields: readonly Asked[], values: Record<string, unknown>): string {
  const empty = (value: unknown) => value === null || value === undefined || String(value).trim() === "";
  return fields.find((field) => field.required && field.widget !== "yes" && empty(values[field.name]))?.label ?? "";
}
