import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { Choice, Meta } from "@/api/types";
import { ofDistrict, tree } from "@/desk/parts/tree";
import { useSession } from "./session";

export type ChoiceName = keyof Meta["choices"];
export type Colour = "primary" | "success" | "warning" | "danger" | "info";

/** Labels, colours, units and categories, as the office names them: read once after signing in. */
export const useMeta = defineStore("meta", () => {
  const meta = shallowRef<Meta | null>(null);

  async function load(): Promise<void> {
    meta.value ??= await body(api.GET("/api/meta"));
  }

  const choices = (name: ChoiceName): Choice[] => meta.value?.choices[name] ?? [];
  /** The states to choose from where a list is shown by them, and all of them. */
  const states = (name: ChoiceName): { value: string; label: string }[] => [
    ...choices(name),
    { value: "", label: "全部" },
  ];
  const choice = (name: ChoiceName, value: string | null | undefined): Choice | undefined =>
    choices(name).find((c) => c.value === (value ?? ""));
  const label = (name: ChoiceName, value: string | null | undefined): string =>
    choice(name, value)?.label ?? value ?? "";

  return {
    load,
    forget: () => void (meta.value = null),
    choices,
    states,
    choice,
    label,
    districts: computed(() => meta.value?.districts ?? []),
    streets: computed(() => meta.value?.streets ?? []),
    units: computed(() => tree(meta.value?.units.filter((u) => u.open) ?? [])),
    /** The closed ones too: their orders may still have to go somewhere. */
    allUnits: computed(() =>
      tree(meta.value?.units.map((u) => (u.open ? u : { ...u, name: `${u.name}（已停用）` })) ?? []),
    ),
    /** Those of the person's own district (本区所属). */
    ownUnits: computed(() => ofDistrict(meta.value?.units.filter((u) => u.open) ?? [], useSession().user?.unit?.code)),
    categories: computed(() => tree(meta.value?.categories.filter((c) => c.active) ?? [])),
    unitName: (code: string | null | undefined) => meta.value?.units.find((u) => u.code === code)?.name ?? code ?? "",
    categoryPath: (code: string | null | undefined) =>
      meta.value?.categories.find((c) => c.code === code)?.path ?? code ?? "",
  };
});
