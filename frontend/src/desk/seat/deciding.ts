/** Tells the office what a person does to a draft's fields: presses at once, typing when it pauses; in order. */
import { api, body } from "@/api/client";
import { ApiError } from "@/api/errors";
import type { OrderForm, PartFields } from "@/api/types";
import type { Slot } from "./form";

const PAUSE = 500; // milliseconds without a key before what was typed is told

interface Desk {
  /** What people did to the field so far, as this page knows it. */
  version: (part: number, slot: Slot) => number;
  told: (entries: PartFields[], slot: Slot | null) => void;
  /** The office did not take it. */
  refused: (part: number, slot: Slot, verb: Verb, error: ApiError) => void;
}

type Verb = "accept" | "reject" | "edit";

export interface Deciding {
  accept: (part: number, slot: Slot, revision: number) => void;
  reject: (part: number, slot: Slot, revision: number) => void;
  acceptAll: (part: number, revisions: Record<string, number>) => void;
  type: (part: number, slot: Slot, change: Partial<OrderForm>) => void;
  pending: (part: number) => Set<Slot>;
  /** Everything that was typed has been told. */
  settled: () => Promise<void>;
  stop: () => void;
}

export function makeDeciding(call: string, desk: Desk): Deciding {
  const params = { path: { id: call } };
  const typed = new Map<string, { part: number; slot: Slot; change: Partial<OrderForm>; timer: number }>();
  const busy = new Map<string, number>();
  let line: Promise<void> = Promise.resolve();
  let stopped = false;

  function send(part: number, slot: Slot | null, verb: Verb, work: () => Promise<PartFields[]>): void {
    const key = slot ? `${part} ${slot}` : "";
    busy.set(key, (busy.get(key) ?? 0) + 1);
    line = line.then(async () => {
      try {
        if (!stopped) desk.told(await work(), slot);
      } catch (error) {
        if (!(error instanceof ApiError) || error.signedOut || !slot) throw error;
        desk.refused(part, slot, verb, error);
      } finally {
        const left = (busy.get(key) ?? 1) - 1;
        if (left) busy.set(key, left);
        else busy.delete(key);
      }
    });
    // One that failed is told like any fault of the page, and stops none behind it.
    line = line.catch((error) => void Promise.reject(error));
  }

  function tellTyped(key: string): void {
    const found = typed.get(key);
    if (!found) return;
    typed.delete(key);
    window.clearTimeout(found.timer);
    const { part, slot, change } = found;
    send(part, slot, "edit", () =>
      body(
        api.POST("/api/calls/{id}/fields/edit", {
          params,
          body: { part, field: slot, change, version: desk.version(part, slot) },
        }),
      ),
    );
  }

  function drop(part: number, slot: Slot): void {
    const found = typed.get(`${part} ${slot}`);
    if (found) window.clearTimeout(found.timer);
    typed.delete(`${part} ${slot}`);
  }

  return {
    accept(part, slot, revision) {
      drop(part, slot);
      const sent = { part, field: slot, revision };
      send(part, slot, "accept", () => body(api.POST("/api/calls/{id}/fields/accept", { params, body: sent })));
    },
    reject(part, slot, revision) {
      drop(part, slot);
      const sent = { part, field: slot, revision };
      send(part, slot, "reject", () => body(api.POST("/api/calls/{id}/fields/reject", { params, body: sent })));
    },
    acceptAll(part, revisions) {
      const sent = { part, revisions };
      send(part, null, "accept", () => body(api.POST("/api/calls/{id}/fields/accept-all", { params, body: sent })));
    },
    type(part, slot, change) {
      const key = `${part} ${slot}`;
      const before = typed.get(key);
      if (before) window.clearTimeout(before.timer);
      const timer = window.setTimeout(() => tellTyped(key), PAUSE);
      typed.set(key, { part, slot, change: { ...before?.change, ...change }, timer });
    },
    pending(part) {
      const keys = [...typed.keys(), ...busy.keys()].filter((key) => key.startsWith(`${part} `));
      return new Set(keys.map((key) => key.split(" ")[1] as Slot));
    },
    async settled() {
      [...typed.keys()].forEach(tellTyped);
      await line;
    },
    stop() {
      stopped = true;
      typed.forEach(({ timer }) => window.clearTimeout(timer));
      typed.clear();
    },
  };
}
