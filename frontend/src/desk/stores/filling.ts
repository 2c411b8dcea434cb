import { ElMessage } from "element-plus";
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { Card, Draft, Filed, Finding, OneDraft, OrderDetail, OrderForm, PartFields, Refined } from "@/api/types";
import { plain } from "@/desk/parts/emphasis";
import { type Deciding, makeDeciding } from "@/desk/seat/deciding";
import type { Slot } from "@/desk/seat/form";
import * as s from "@/desk/seat/suggestions";

/** The orders that are being filled in while the call goes on, a demand each: fields, whose each is, and the answer. */
export const useFilling = defineStore("filling", () => {
  const fillings = shallowRef<s.Filling[]>([s.emptyFilling()]);
  const drafts = shallowRef<OneDraft[]>([]);
  const part = ref(0);
  const answer = ref("");
  const articles = ref<string[]>([]);
  /** The field that the person points at or works in: its words are marked in the talk. */
  const pointed = ref<Slot | null>(null);
  const focused = ref<Slot | null>(null);
  const filed = shallowRef<Record<number, OrderDetail | string>>({});
  /** The first demand's texts in better words, where a language model has sent some. */
  const refined = shallowRef<Refined | null>(null);
  let deciding: Deciding | null = null;

  const filling = computed(() => fillings.value[part.value] ?? s.emptyFilling());
  const draft = computed(() => drafts.value[part.value] ?? null);
  /** The demands that are shown: those that the talk makes, and those in which a person has done something. */
  const demands = computed(() =>
    fillings.value.flatMap(({ marks }, n) => {
      const own = Object.values(marks).some((m) => m.state === "touched" || m.state === "accepted");
      return n === 0 || n < drafts.value.length || own || filed.value[n] ? [n] : [];
    }),
  );
  const looked = computed(() => pointed.value ?? focused.value);

  const put = (n: number, next: s.Filling) => (fillings.value = fillings.value.with(n, next));

  function begin(call: string): void {
    clear();
    deciding = makeDeciding(call, {
      version: (n, slot) => fillings.value[n]?.versions[slot] ?? 0,
      told,
      refused: (n, slot, verb, error) => {
        if (verb !== "edit") put(n, s.afterUndo(fillings.value[n]!, slot, drafts.value[n] ?? null));
        if (verb === "edit" && !error.conflict) return; // it goes with the order in any case
        ElMessage.warning(`${error.message}，${error.cure}`);
        if (verb === "edit") void catchUp(call, n, slot);
      },
    });
  }

  /** Another page wrote this field: what stands here stays, and the next key counts from there. */
  async function catchUp(call: string, n: number, slot: Slot): Promise<void> {
    const { filled } = await body(api.GET("/api/calls/{id}", { params: { path: { id: call } } }));
    const version = filled.find((one) => one.part === n)?.fields[slot]?.version;
    if (version !== undefined && fillings.value[n]) put(n, s.afterVersion(fillings.value[n], slot, version));
  }

  function follow(next: Draft): void {
    drafts.value = [next, ...(next.others ?? [])];
    fillings.value = Array.from({ length: Math.max(drafts.value.length, fillings.value.length) }, (_, n) => {
      const known = fillings.value[n] ?? s.emptyFilling();
      return filed.value[n] ? known : s.afterDraft(known, drafts.value[n] ?? nothing);
    });
  }

  /** What the office says was made of fields: the answer to a deed of this page, or another page's. */
  function told(entries: PartFields[], slot: Slot | null = null): void {
    for (const { part: n, fields } of entries) {
      while (fillings.value.length <= n) fillings.value = [...fillings.value, s.emptyFilling()];
      const pending = deciding?.pending(n);
      if (slot) {
        const version = fields[slot]?.version;
        if (version !== undefined) put(n, s.afterVersion(fillings.value[n]!, slot, version));
      } else {
        put(n, s.afterMarks(fillings.value[n]!, fields, drafts.value[n] ?? null, pending));
      }
    }
  }

  const wasFiled = (rows: readonly Filed[]) =>
    (filed.value = { ...Object.fromEntries(rows.map((one) => [one.part, one.order])), ...filed.value });

  function clear(): void {
    deciding?.stop();
    deciding = null;
    fillings.value = [s.emptyFilling()];
    drafts.value = [];
    part.value = 0;
    pointed.value = focused.value = null;
    filed.value = {};
    refined.value = null;
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

  function touch(slot: Slot, change: Partial<OrderForm>): void {
    put(part.value, s.afterTouch(filling.value, slot, change));
    deciding?.type(part.value, slot, change);
  }

  function accept(slot: Slot): void {
    const revision = draft.value?.fields[slot]?.revision;
    put(part.value, s.afterAccept(filling.value, slot, draft.value));
    if (revision !== undefined) deciding?.accept(part.value, slot, revision);
  }

  function refuse(slot: Slot): void {
    const revision = draft.value?.fields[slot]?.revision;
    put(part.value, s.afterRefusal(filling.value, slot, draft.value));
    if (revision !== undefined) deciding?.reject(part.value, slot, revision);
  }

  function acceptAll(): void {
    const revisions: Record<string, number> = {};
    for (const slot of s.offered(filling.value)) {
      const revision = draft.value?.fields[slot]?.revision;
      if (revision !== undefined) revisions[slot] = revision;
    }
    if (Object.keys(revisions).length) deciding?.acceptAll(part.value, revisions);
  }

  /** What to look at before this form is saved. */
  const check = (call: string): Promise<Finding[]> =>
    body(api.POST("/api/calls/{id}/check", { params: { path: { id: call } }, body: { form: filling.value.form } }));

  /** reasons: what was found and confirmed, kind → why. */
  async function save(call: string, decision: "accept" | "answer", reasons: Record<string, string>): Promise<void> {
    const n = part.value;
    await deciding?.settled();
    const { form, versions } = fillings.value[n]!;
    const order = await body(
      api.POST("/api/calls/{id}/order", {
        params: { path: { id: call } },
        body: {
          part: n,
          versions,
          reasons,
          form,
          decision,
          answer_text: decision === "answer" ? answer.value : "",
          article_keys: decision === "answer" ? articles.value : [],
        },
      }),
    );
    filed.value = { ...filed.value, [n]: order };
    answer.value = "";
    articles.value = [];
  }

  return {
    begin,
    follow,
    told,
    wasFiled,
    clear,
    adopt,
    touch,
    accept,
    refuse,
    acceptAll,
    check,
    save,
    part,
    draft,
    drafts,
    filled: filling,
    answer,
    articles,
    pointed,
    focused,
    looked,
    refined,
    filed,
    /** What came of the demand that is open. */
    saved: computed(() => filed.value[part.value] ?? null),
    demands,
    /** Each demand of the call has its order. */
    allSaved: computed(() => demands.value.every((n) => filed.value[n])),
    form: computed(() => filling.value.form),
    marks: computed(() => filling.value.marks),
    offered: computed(() => s.offered(filling.value)),
    dirty: computed(() =>
      fillings.value.some(
        ({ marks }, n) =>
          !filed.value[n] && Object.values(marks).some((m) => m.state === "touched" || m.state === "accepted"),
      ),
    ),
    evidence: computed(() => (looked.value ? (draft.value?.fields[looked.value]?.evidence ?? []) : [])),
  };
});

const nothing: OneDraft = { fields: {}, missing: [], guards: [] };
