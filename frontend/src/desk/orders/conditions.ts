/** What a list is narrowed by, as it is kept under a name, sent with an export, and read by people. */
import type { LocationQueryRaw } from "vue-router";
import { FILTERS, type Listing, requestOf, YES_NO } from "./listing";

/** Filters as the office keeps them: lists where it takes several, true or false, days as text. */
export type Kept = Record<string, unknown>;
const SEVERAL = ["state", "satisfaction"];
const SHOWN: readonly string[] = ["box", ...FILTERS];

/** Where the words for values come from: the office's own labels. */
export interface Words {
  label: (choice: string, value: string) => string;
  unit: (code: string) => string;
  category: (code: string) => string;
  box: (name: string) => string;
}

const CHOICES: Record<string, string> = {
  state: "状态",
  request_type: "诉求类型",
  urgency: "紧急程度",
  channel: "渠道",
  clock: "时限",
  satisfaction: "满意度",
};
const PLAIN: Record<string, string> = { q: "搜索", district: "区县" };
const ASKED: Record<string, [string, string]> = {
  overdue: ["已超期", "未超期"],
  solved: ["已解决", "未解决"],
  reopened: ["重办过", "没有重办"],
  returned: ["退过单", "没有退单"],
  important: ["重要", "不是重要"],
  held: ["已冻结", "没有冻结"],
  confidential: ["要求保密", "不保密"],
  answered_on_the_spot: ["直接解答", "不是直接解答"],
  callback_wanted: ["要求回访", "不要求回访"],
  bound: ["已并入其他工单", "未并入其他工单"],
};
const STAGES: Record<string, string> = {
  accepted: "受理",
  dispatched: "派单",
  signed: "签收",
  replied: "回复",
  concluded: "办结",
  archived: "归档",
};

/** What is on the screen, to be kept. No page, and nothing that was not set. */
export function keptOf(listing: Listing, box: string): Kept {
  const { page: _page, size: _size, ...set } = requestOf(listing, box) as Kept;
  return Object.fromEntries(Object.entries(set).map(([name, v]) => [name, SEVERAL.includes(name) ? [v] : v]));
}

/** The address of a list with what was kept. */
export function addressOf(kept: Kept): LocationQueryRaw {
  const said = Object.entries(kept)
    .filter(([name]) => SHOWN.includes(name))
    .map(([name, value]) => [name, asText(name, value)]);
  return { box: "all", ...Object.fromEntries(said.filter(([, text]) => text)) };
}

/** False where something was kept (by another program) that this page cannot set, so that its list would be another. */
export const isShowable = (kept: Kept): boolean =>
  Object.entries(kept).every(([name, v]) => SHOWN.includes(name) && !(Array.isArray(v) && v.length > 1));

export function isSame(one: Kept, other: Kept): boolean {
  const line = (kept: Kept) => JSON.stringify(Object.entries({ box: "all", ...kept }).sort());
  return line(one) === line(other);
}

/** One phrase a condition, in the order of the page. */
export function phrasesOf(kept: Kept, words: Words): string[] {
  const text = (name: string) => (kept[name] == null ? "" : String(kept[name]));
  const said = [words.box(text("box") || "all")];
  for (const [name, value] of Object.entries(kept)) {
    const several = Array.isArray(value) ? value.map(String) : [String(value)];
    if (name in CHOICES) said.push(`${CHOICES[name]}：${several.map((v) => words.label(name, v)).join("、")}`);
    else if (name in PLAIN) said.push(`${PLAIN[name]}：${String(value)}`);
    else if (name in ASKED) said.push(ASKED[name]![value ? 0 : 1]);
    else if (name === "unit") said.push(`承办单位：${words.unit(text(name))}${kept.below ? "及其下级" : ""}`);
    else if (name === "category") said.push(`事项分类：${words.category(text(name))}`);
    else if (name === "agent") said.push("指定的受理人");
    else if (name === "stage" && !kept.stage_from && !kept.stage_to) said.push(`已${STAGES[text(name)]}`);
  }
  said.push(days("来电", text("from"), text("to")), days("到期", text("due_from"), text("due_to")));
  said.push(days(STAGES[text("stage")] ?? "", text("stage_from"), text("stage_to")));
  return said.filter(Boolean);
}

function asText(name: string, value: unknown): string {
  if (YES_NO.includes(name as never)) return value === true ? "1" : value === false ? "0" : "";
  const first = Array.isArray(value) ? value[0] : value;
  return first == null ? "" : String(first);
}

function days(what: string, first: string, last: string): string {
  if (!what || !(first || last)) return "";
  if (first && last) return first === last ? `${what}：${first}` : `${what}：${first} 至 ${last}`;
  return first ? `${what}：${first} 起` : `${what}：截至 ${last}`;
}
