import { computed, reactive, ref, shallowRef } from "vue";
import { cookie } from "@/api/client";
import { errorOf, unreachable } from "@/api/errors";
import type { Plan, Outcome } from "@/api/types";
import { useSend } from "@/desk/parts/send";

/** What the editor chose, as the office takes it. Facts that were not touched stay as they were read. */
export interface Choices {
  cut: string;
  depth: number;
  facts: Partial<Plan["facts"]>;
  columns: Record<string, string>;
  category: string | null;
  unit: string | null;
  as_new: boolean;
}

const fresh = (): Choices => ({
  cut: "",
  depth: 0,
  facts: {},
  columns: {},
  category: null,
  unit: null,
  as_new: false,
});

/** Places left out: what is ticked off, and never what would not be written anyway. */
export function leftOut(plan: Plan, ticked: ReadonlySet<string>): string[] {
  return plan.pieces.filter((one) => one.fate !== "same" && !ticked.has(one.place)).map((one) => one.place);
}

/** At first all is ticked but what is wrong, and what somebody has edited by hand since. */
export const ticksOf = (plan: Plan): Set<string> =>
  new Set(plan.pieces.filter((one) => one.fate === "new" || one.fate === "changed").map((one) => one.place));

async function post<T>(path: string, file: File, wishes: object): Promise<T> {
  const form = new FormData();
  form.append("size", String(file.size));
  form.append("wishes", JSON.stringify(wishes));
  form.append("file", file, file.name);
  const headers = { "X-CSRFToken": cookie("csrftoken") };
  const answer = await fetch(path, { method: "POST", body: form, headers }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as T;
}

/** One file on its way to become articles: looked at again whenever a choice changes, then imported as it was seen. */
export function useImport() {
  const file = shallowRef<File | null>(null);
  const plan = shallowRef<Plan | null>(null);
  const choices = reactive<Choices>(fresh());
  const ticked = ref(new Set<string>());
  const spared = ref(new Set<string>());
  const { busy, refusal, send } = useSend();

  const asked = () => ({
    cut: choices.cut || null,
    depth: choices.depth || null,
    facts: choices.facts,
    columns: choices.columns,
    category: choices.category ?? "",
    unit: choices.unit ?? "",
    as_new: choices.as_new,
  });

  async function look(): Promise<void> {
    const chosen = file.value;
    if (!chosen) return;
    const found = await send(() => post<Plan>("/api/documents/preview", chosen, asked()));
    if (!found) return;
    plan.value = found;
    ticked.value = ticksOf(found);
    spared.value = new Set();
  }

  async function open(chosen: File): Promise<void> {
    if (busy.value) return;
    close();
    file.value = chosen;
    await look();
  }

  async function bringIn(): Promise<Outcome | null> {
    const [chosen, seen] = [file.value, plan.value];
    if (!chosen || !seen) return null;
    const edited = seen.pieces.filter((one) => one.fate === "edited" && ticked.value.has(one.place));
    const wishes = {
      ...asked(),
      digest: seen.digest,
      skip: leftOut(seen, ticked.value),
      overwrite: edited.map((one) => one.place),
      spare: [...spared.value],
    };
    return send(() => post<Outcome>("/api/documents", chosen, wishes));
  }

  function close(): void {
    file.value = plan.value = refusal.value = null;
    Object.assign(choices, fresh());
  }

  const taken = computed(() => (plan.value?.pieces ?? []).filter((one) => ticked.value.has(one.place)).length);
  return { file, plan, choices, ticked, spared, taken, busy, refusal, open, look, bringIn, close };
}

export type Import = ReturnType<typeof useImport>;
