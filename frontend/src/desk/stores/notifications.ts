import { defineStore } from "pinia";
import { ref } from "vue";
import { api, body } from "@/api/client";
import { ApiError } from "@/api/errors";

const EVERY = 30_000; // milliseconds between two looks at the office

/** How many messages of the office this person has not read; looked at again and again while somebody is signed in. */
export const useNotifications = defineStore("notifications", () => {
  const unread = ref(0);
  let timer: number | undefined;

  async function look(): Promise<void> {
    try {
      unread.value = (await body(api.GET("/api/notifications/unread"))).unread;
    } catch (error) {
      // A server that is away for a moment is told of by what the person does, not by the bell.
      if (!(error instanceof ApiError) || error.signedOut) throw error;
    }
  }

  async function read(ids: number[] | null): Promise<void> {
    unread.value = (await body(api.POST("/api/notifications/read", { body: { ids } }))).unread;
  }

  function start(): void {
    void look();
    timer ??= window.setInterval(() => document.visibilityState === "visible" && void look(), EVERY);
  }

  function stop(): void {
    window.clearInterval(timer);
    timer = undefined;
    unread.value = 0;
  }

  return { unread, look, read, start, stop };
});
