import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { Card, Draft, OrderDetail, OrderForm } from "@/api/types";
import { plain } from "@/desk/parts/emphasis";
import type { Slot } from "@/desk/seat/form";
import { afterAccept, afterDraft, afterRefusal, afterTouch, emptyFilling, type Filling } from "@/desk/seat/suggestions";

/** The order that is being filled in while the call goes on: its fields, whose each is, and the answer. */
export const useFilling = defineStore("filling", () => {
  const filling = shallowRef<Filling>(emptyFilling());
  const draft = shallowRef<Draft | null>(null);
  const answer = ref("");
  const articles = ref<string[]>([]);
  /** The field that the person looks at: its words are marked in the talk. */
  const looked = ref<Slot | null>(null);
  const saved = shallowRef<OrderDetail | null>(null);

  function follow(next: Draft): void {
    draft.value = next;
    if (!saved.value) filling.value = afterDraft(filling.value, next);
  }

  function clear(): void {
    filling.value = emptyFilling();
    draft.value = saved.value = looked.value = null;
    answer.value = "";
    articles.value = [];
  }

  /** Put an article's words into the answer, once. */
  function adopt(card: Card): void {
    if (articles.value.includes(card.key)) return;
    articles.value = [...articles.value, card.key];
    const source = [card.source, card.clause].filter(Boolean).join(" ");
    const words = plain(source ? `${card.passage}（依据：${source}）` : card.passage);
    answer.value = answer.value ? `${answer.value}\n${words}` : words;
  }

  async function save(call: string, decision: "accept" | "answer"): Promise<void> {
    saved.value = await body(
      api.POST("/api/calls/{id}/order", {
        params: { path: { id: call } },
        body: {
          form: filling.value.form,
          decision,
          answer_text: decision === "answer" ? answer.value : "",
          article_keys: decision === "answer" ? articles.value : [],
        },
      }),
    );
  }

  return {
    follow,
    clear,
    adopt,
    save,
    draft,
    answer,
    articles,
    looked,
    saved,
    form: computed(() => filling.value.form),
    marks: computed(() => filling.value.marks),
    dirty: computed(() =>
      Object.values(filling.value.marks).some((m) => m.state === "touched" || m.state === "accepted"),
    ),
    evidence: computed(() => (looked.value ? (draft.value?.fields[looked.value]?.evidence ?? []) : [])),
    touch: (slot: Slot, change: Partial<OrderForm>) => void (filling.value = afterTouch(filling.value, slot, change)),
    accept: (slot: Slot) => void (filling.value = afterAccept(filling.value, slot)),
    refuse: (slot: Slot) => void (filling.value = afterRefusal(filling.value, slot, draft.value)),
  };
});
