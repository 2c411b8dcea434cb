import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { Session } from "@/api/types";
import { useMeta } from "./meta";

/** Who is signed in, where, and which pages are theirs. */
export const useSession = defineStore("session", () => {
  const current = shallowRef<Session | null>(null);
  const asked = ref(false);

  async function load(): Promise<void> {
    if (asked.value) return;
    current.value = await body(api.GET("/api/session"));
    asked.value = true;
  }

  async function signIn(username: string, password: string): Promise<void> {
    current.value = await body(api.POST("/api/session", { body: { username, password } }));
  }

  async function signOut(): Promise<void> {
    await api.DELETE("/api/session");
    forget();
    asked.value = false;
  }

  function forget(): void {
    if (current.value) current.value = { ...current.value, user: null, menus: [] };
    useMeta().forget();
  }

  return {
    load,
    signIn,
    signOut,
    forget,
    user: computed(() => current.value?.user ?? null),
    demo: computed(() => current.value?.demo ?? false),
    city: computed(() => current.value?.city ?? null),
    menus: computed(() => current.value?.menus ?? []),
  };
});
