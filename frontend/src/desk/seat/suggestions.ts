/**
 * How suggestions come into the form. Pure.
 *
 * A field that a person touched or accepted is theirs: nothing that comes later changes it. A refused value does
 * not come back; another value for the same field may. The office decides the same way and has the last word;
 * this is what the page shows while its answer is on the way.
 */
import type { FieldMark, OneDraft, OrderForm, Suggested } from "@/api/types";
import { emptyAddress, emptyForm, SLOTS, type Slot, slotParts } from "./form";

export type Mark =
  | { state: "suggested"; confidence: number; confirmed?: boolean }
  | { state: "accepted" }
  | { state: "touched" }
  | { state: "refused"; value: string };

export interface Filling {
  form: OrderForm;
  marks: Partial<Record<Slot, Mark>>;
  /** What people did to each field so far, as the office counts it. */
  versions: Partial<Record<Slot, number>>;
}

/** Below this a suggestion is marked to be checked. Texts are put together, so they are read in any case. */
const LOW = 0.6;
const TEXTS: readonly Slot[] = ["title", "subject", "demand", "description"];

export const emptyFilling = (): Filling => ({ form: emptyForm(), marks: {}, versions: {} });

/** The form after a draft: untouched fields follow it, and are emptied when the talk takes a value back. */
export function afterDraft(filling: Filling, draft: OneDraft): Filling {
  const form = { ...filling.form };
  const marks = { ...filling.marks };
  for (const slot of SLOTS) {
    const field = draft.fields[slot];
    const mark = marks[slot];
    if (mark?.state === "touched" || mark?.state === "accepted") continue;
    if (mark?.state === "refused" && (!field || mark.value === asText(field.value))) continue;
    if (field && field.state !== "rejected") {
      Object.assign(form, suggestedParts(slot, field));
      marks[slot] = { state: "suggested", confidence: field.confidence, confirmed: field.confirmed };
      continue;
    }
    if (mark?.state === "suggested" || field) Object.assign(form, slotParts(emptyForm(), slot));
    if (field) marks[slot] = { state: "refused", value: asText(field.value) };
    else if (mark?.state === "suggested") delete marks[slot];
  }
  return { ...filling, form, marks };
}

/** The form after the office told what was made of some fields: when the page opens, or by another page of the same
 * agent. What is older than this page knows, and fields with something `pending`, are left alone. */
export function afterMarks(
  filling: Filling,
  told: Record<string, FieldMark>,
  draft: OneDraft | null,
  pending: ReadonlySet<Slot> = new Set(),
): Filling {
  const form = { ...filling.form };
  const marks = { ...filling.marks };
  const versions = { ...filling.versions };
  for (const slot of SLOTS) {
    const mark = told[slot];
    if (!mark || pending.has(slot) || mark.version <= (versions[slot] ?? 0)) continue;
    versions[slot] = mark.version;
    if (mark.state === "accepted" || mark.state === "edited") {
      Object.assign(form, mark.own);
      marks[slot] = { state: mark.state === "accepted" ? "accepted" : "touched" };
    } else if (mark.state === "rejected") {
      Object.assign(form, slotParts(emptyForm(), slot));
      marks[slot] = { state: "refused", value: asText(draft?.fields[slot]?.value) };
    }
  }
  return { form, marks, versions };
}

export const afterVersion = (filling: Filling, slot: Slot, version: number): Filling => ({
  ...filling,
  versions: { ...filling.versions, [slot]: version },
});

export function afterTouch(filling: Filling, slot: Slot, change: Partial<OrderForm>): Filling {
  return {
    ...filling,
    form: { ...filling.form, ...change },
    marks: { ...filling.marks, [slot]: { state: "touched" } },
  };
}

/** Take what the talk suggests, whatever stands there now. */
export function afterAccept(filling: Filling, slot: Slot, draft: OneDraft | null): Filling {
  const field = draft?.fields[slot];
  if (!field) return filling;
  const form = { ...filling.form, ...suggestedParts(slot, field) };
  return { ...filling, form, marks: { ...filling.marks, [slot]: { state: "accepted" } } };
}

export function afterRefusal(filling: Filling, slot: Slot, draft: OneDraft | null): Filling {
  if (filling.marks[slot]?.state !== "suggested") return filling;
  const value = asText(draft?.fields[slot]?.value);
  return {
    ...filling,
    form: { ...filling.form, ...slotParts(emptyForm(), slot) },
    marks: { ...filling.marks, [slot]: { state: "refused", value } },
  };
}

/** A field again as the talk suggests it: the office did not take what the page had shown already. */
export function afterUndo(filling: Filling, slot: Slot, draft: OneDraft | null): Filling {
  const marks = { ...filling.marks };
  delete marks[slot];
  return draft ? afterDraft({ ...filling, marks }, draft) : { ...filling, marks };
}

export const offered = (filling: Filling): Slot[] => SLOTS.filter((slot) => filling.marks[slot]?.state === "suggested");

/** Whether a field's suggestion is so unsure that it should be checked. */
export const isLow = (slot: Slot, mark: Mark | undefined): boolean =>
  mark?.state === "suggested" && !mark.confirmed && mark.confidence < LOW && !TEXTS.includes(slot);

/** Another value than the one that stands in a field of the agent's: what the talk says of it now. */
export function otherWord(filling: Filling, slot: Slot, draft: OneDraft | null): Suggested | null {
  const field = draft?.fields[slot];
  const state = filling.marks[slot]?.state;
  if (!field || !state || state === "suggested") return null;
  const now = asText(slotParts(filling.form, slot));
  return now === asText(slotParts({ ...emptyForm(), ...suggestedParts(slot, field) }, slot)) ? null : field;
}

/** A suggested value as the form holds it. */
function suggestedParts(slot: Slot, field: Suggested): Partial<OrderForm> {
  const value = field.value as never;
  switch (slot) {
    case "category":
      return { category: (value as { code: string } | null)?.code ?? null };
    case "address":
      return { address: { ...emptyAddress(), ...blanks(value) } };
    case "incident_time": {
      const time = value as { text: string; normalised: string | null };
      return { incident_time_text: time.text, incident_time: time.normalised ?? "" };
    }
    default:
      return { [slot]: value };
  }
}

function blanks(value: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, part ?? ""]));
}

const asText = (value: unknown): string => JSON.stringify(value ?? null);
