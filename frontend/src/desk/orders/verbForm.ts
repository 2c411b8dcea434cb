/** What a verb's dialog shows for each field of its body: widget and label by the field's name and type. */
import fields, { type VerbField } from "virtual:verbs";
import type { ChoiceName } from "@/desk/stores/meta";

export type Widget =
  | "unit"
  | "own_unit"
  | "units"
  | "helper"
  | "duty"
  | "leader"
  | "parts"
  | "files"
  | "moment"
  | "long"
  | "line"
  | "yes"
  | "yesno"
  | "days"
  | "choice";

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
  participants: "参加单位",
  master: "主工单编号",
  leader: "包案领导",
  task: "协办事项",
  parts: "另外的诉求",
  cause: "挂起事由",
  days: "延长工作日",
  reached: "已联系上市民",
  solved: "诉求已解决",
  satisfaction: "满意度",
  reason: "理由",
  evidence: "认定依据",
  duty: "职责清单条目",
  clause: "职责依据（条款）",
  believed_unit: "认为应由谁办",
  held_at: "会商时间（不填为现在）",
  minutes: "会议纪要",
  text: "内容",
  contacted: "已联系市民",
  uploads: "附件",
  with_files: "市民提供的附件一并带入",
  shareable: "承办单位可以查看",
  note: "说明",
};
/** Where one verb means something narrower by a field. */
const SAID: Record<string, Record<string, string>> = {
  assist: { unit: "协办单位", days: "协办时限（工作日，不填按本市规定）" },
  remove_assist: { unit: "取消哪个协办单位", note: "取消理由" },
  change_lead: { unit: "改由谁主办", note: "调换理由" },
  ask_supplement: { text: "请市民补充什么" },
  supplement: { text: "市民补充的内容" },
  record_callback: { reason: "不满意原因", note: "回访记录" },
  convene: { note: "提请会商的问题" },
  bind: { unit: "由谁承办", note: "会商结论" },
  reopen: { unit: "交由谁办（不填为原单位）", reason: "重办理由" },
  reject_reply: { note: "退回理由" },
  refuse_return: { note: "不同意的理由" },
  uphold_return: { unit: "改派到" },
  delegate: { unit: "下级单位" },
  hold: { reason: "冻结理由" },
  release: { reason: "解除理由" },
  reply: { text: "办理情况与答复" },
  assist_reply: { text: "协办意见" },
  remind: { text: "催办内容" },
  supervise: { text: "督办要求" },
  circulate: { text: "通报内容" },
};
const ORDER = Object.keys(LABELS);
const LONG = new Set(["text", "note", "reason", "task", "evidence", "minutes"]);
const NAMED: Record<string, Widget> = {
  leader: "leader",
  parts: "parts",
  uploads: "files",
  duty: "duty",
  held_at: "moment",
};
/** These name a unit that is already with the order. */
const OF_HELPERS = new Set(["remove_assist", "change_lead"]);
/** Filled by the page itself, not asked. */
const SILENT = new Set(["article_keys", "attachment"]);

/** Every verb that the office has, also those that this person never gets. */
export const verbs = (): string[] => Object.keys(fields);

export const asked = (verb: string): Asked[] =>
  (fields[verb] ?? [])
    .filter((field) => !SILENT.has(field.name))
    .map((field) => ({
      name: field.name,
      label: SAID[verb]?.[field.name] ?? LABELS[field.name] ?? field.name,
      widget: widgetOf(field, verb),
      required: field.required,
      choices: choiceOf(field),
      field,
    }))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

function widgetOf(field: VerbField, verb: string): Widget {
  const named = NAMED[field.name];
  if (named) return named;
  if (field.type === "choice") return "choice";
  if (field.type === "boolean") return field.nullable ? "yesno" : "yes";
  if (field.type === "integer") return "days";
  if (field.type === "array") return "units";
  if (verb === "delegate") return field.name === "unit" ? "own_unit" : LONG.has(field.name) ? "long" : "line";
  if (field.name.endsWith("unit")) return OF_HELPERS.has(verb) ? "helper" : "unit";
  return LONG.has(field.name) ? "long" : "line";
}

/** "ReturnReason" of the OpenAPI is "return_reason" among the office's choices. */
const choiceOf = (field: VerbField): ChoiceName | undefined =>
  field.of?.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase() as ChoiceName | undefined;

/** Values to begin with: nothing is chosen for the person, least of all that a citizen was reached. */
export function blank(fields: readonly Asked[]): Record<string, unknown> {
  const start: Record<Widget, () => unknown> = {
    unit: () => null,
    own_unit: () => null,
    units: () => [],
    helper: () => null,
    duty: () => null,
    leader: () => null,
    parts: () => [emptyPart()],
    files: () => [],
    moment: () => null,
    long: () => "",
    line: () => "",
    yes: () => false,
    yesno: () => null,
    days: () => null,
    choice: () => "",
  };
  return Object.fromEntries(fields.map((field) => [field.name, start[field.widget]()]));
}

/** A further demand of the same call (拆分诉求); what is left empty is as in the order that it comes from. */
export interface PartForm {
  title: string;
  demand: string;
  request_type: string | null;
  category: string | null;
}
export const emptyPart = (): PartForm => ({ title: "", demand: "", request_type: null, category: null });

/** Which required field is still empty, or "". */
export function lacking(fields: readonly Asked[], values: Record<string, unknown>): string {
  const empty = (value: unknown): boolean => {
    if (Array.isArray(value))
      return !value.length || value.some((one) => typeof one === "object" && !one?.title?.trim());
    return value === null || value === undefined || String(value).trim() === "";
  };
  return fields.find((field) => field.required && field.widget !== "yes" && empty(values[field.name]))?.label ?? "";
}

/** What is sent: a choice that was left open is left out, so that the office's own default stands. */
export const sent = (fields: readonly Asked[], values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    fields.filter((f) => f.widget !== "choice" || values[f.name]).map((f) => [f.name, values[f.name]]),
  );
