/** A written request that fills its own form (书面诉求): suggestions follow the text, and the person decides. */
import { onBeforeUnmount, shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { OneDraft, OrderForm } from "@/api/types";
import type { Slot } from "@/desk/seat/form";
import { afterAccept, afterDraft, afterRefusal, afterTouch, emptyFilling, type Filling } from "@/desk/seat/suggestions";

const PAUSE = 800; // milliseconds after the last key

export function useWritten(channel: OrderForm["channel"]) {
  const empty = emptyFilling();
  const filling = shallowRef<Filling>({ ...empty, form: { ...empty.form, channel } });
  const draft = shallowRef<OneDraft | null>(null);
  let timer = 0;
  let asked = 0;

  async function read(): Promise<void> {
    const mine = ++asked;
    const { channel: by, description } = filling.value.form;
    const text = by === "phone" ? "" : (description ?? "");
    const found = await body(api.POST("/api/filling/written", { body: { text } }));
    if (mine !== asked) return;
    draft.value = found;
    filling.value = afterDraft(filling.value, found);
  }

  function change(slot: Slot | "channel", part: Partial<OrderForm>): void {
    if (slot === "channel") filling.value = { ...filling.value, form: { ...filling.value.form, ...part } };
    else filling.value = afterTouch(filling.value, slot, part);
    if (slot !== "channel" && slot !== "description") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(read, PAUSE);
  }

  onBeforeUnmount(() => window.clearTimeout(timer));
  return {
    filling,
    draft,
    change,
    accept: (slot: Slot) => void (filling.value = afterAccept(filling.value, slot, draft.value)),
    refuse: (slot: Slot) => void (filling.value = afterRefusal(filling.value, slot, draft.value)),
  };
}
