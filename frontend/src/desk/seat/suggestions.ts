/**
 * How suggestions come into the form. Pure.
 *
 * A field that a person touched or accepted is theirs: nothing that comes later changes it. A refused value does
 * not come back; another value for the same field may.
 */
import type { Draft, OrderForm, Suggested } from "@/api/types";
import { emptyAddress, emptyForm, SLOTS, type Slot, slotParts } from "./form";

export type Mark =
  | { state: "suggested"; confidence: number }
  | { state: "accepted" }
  | { state: "touched" }
  | { state: "refused"; value: string };

export interface Filling {
  form: OrderForm;
  marks: Partial<Record<Slot, Mark>>;
}

export const emptyFilling = (): Filling => ({ form: emptyForm(), marks: {} });

/** The form after a draft: untouched fields follow it, and are emptied when the talk takes a value back. */
export function afterDraft(filling: Filling, draft: Draft): Filling {
  const form = { ...filling.form };
  const marks = { ...filling.marks };
  for (const slot of SLOTS) {
    const field = draft.fields[slot];
    const mark = marks[slot];
    if (mark?.state === "touched" || mark?.state === "accepted") continue;
    if (mark?.state === "refused" && (!field || mark.value === asText(field.value))) continue;
    if (field) {
      Object.assign(form, parts(slot, field));
      marks[slot] = { state: "suggested", confidence: field.confidence };
    } else if (mark?.state === "suggested") {
      Object.assign(form, slotParts(emptyForm(), slot));
      delete marks[slot];
    }
  }
  return { form, marks };
}

export function afterTouch(filling: Filling, slot: Slot, change: Partial<OrderForm>): Filling {
  return {
    form: { ...filling.form, ...change },
    marks: { ...filling.marks, [slot]: { state: "touched" } },
  };
}

export function afterAccept(filling: Filling, slot: Slot): Filling {
  if (filling.marks[slot]?.state !== "suggested") return filling;
  return { ...filling, marks: { ...filling.marks, [slot]: { state: "accepted" } } };
}

export function afterRefusal(filling: Filling, slot: Slot, draft: Draft | null): Filling {
  if (filling.marks[slot]?.state !== "suggested") return filling;
  const value = asText(draft?.fields[slot]?.value);
  return {
    form: { ...filling.form, ...slotParts(emptyForm(), slot) },
    marks: { ...filling.marks, [slot]: { state: "refused", value } },
  };
}

/** A suggested value as the form holds it. */
function parts(slot: Slot, field: Suggested): Partial<OrderForm> {
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
