import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";
import { api, body } from "@/api/client";
import type { CallDetail, CallRow, FeedItem } from "@/api/types";
import {
  afterItem,
  afterPartial,
  afterSnapshot,
  afterWaiting,
  type CallView,
  type SeatView,
  waiting,
} from "@/desk/seat/feed";
import { type Feed, openFeed } from "@/desk/seat/socket";
import { useFilling } from "./filling";
import { useSession } from "./session";

/** The calls of this seat: those that wait, and the one in hand, as the feed tells them. */
export const useSeat = defineStore("seat", () => {
  const filling = useFilling();
  const view = shallowRef<SeatView>({ cursor: 0, calls: {} });
  const connected = ref(false);
  const everConnected = ref(false);
  const current = ref<string | null>(null);
  let feed: Feed | null = null;
  let started = false;
  let taking: string | null = null; // the call whose answer button was pressed: it opens by itself

  const call = computed<CallView | null>(() => (current.value ? (view.value.calls[current.value] ?? null) : null));

  function connect(): void {
    if (feed) return;
    feed = openFeed({
      since: () => (started ? view.value.cursor : null),
      onItem: take,
      onPartial: (item) => (view.value = afterPartial(view.value, item)),
      onReady,
      onRefused: () => void body(api.GET("/api/orders/boxes")), // answers 401 when the session is over
      onState: (state) => {
        connected.value = state;
        everConnected.value ||= state;
      },
    });
  }

  function disconnect(): void {
    feed?.close();
    feed = null;
    started = connected.value = everConnected.value = false;
    current.value = null;
    view.value = { cursor: 0, calls: {} };
    filling.clear();
  }

  function take(item: FeedItem): void {
    view.value = afterItem(view.value, item);
    if (item.kind === "answered" || item.kind === "transferred") void passed(item.call);
    if (item.call !== current.value) return;
    if (item.kind === "draft") filling.follow(item.body);
    else if (item.kind === "field") filling.told([item.body]);
    else if (item.kind === "refined") filling.refined = item.body;
    else if (item.kind === "filed") filling.wasFiled([item.body]);
  }

  async function onReady(last: number): Promise<void> {
    if (!started) view.value = { ...view.value, cursor: Math.max(view.value.cursor, last) };
    started = true;
    await look();
    if (!current.value) await resume();
  }

  /** Who waits now. */
  async function look(): Promise<void> {
    const { items } = await body(api.GET("/api/calls", { params: { query: { state: "waiting" } } }));
    view.value = afterWaiting(view.value, items);
  }

  /** After the page was loaded again: the call that this person is still in, or whose order is not saved yet. */
  async function resume(): Promise<void> {
    for (const state of ["talking", "ended"]) {
      const { items } = await body(api.GET("/api/calls", { params: { query: { state } } }));
      const mine = items.find((row) => isMine(row) && (state === "talking" || isUnfinished(row)));
      if (mine) return open(mine.id);
    }
  }

  async function open(id: string): Promise<void> {
    const detail = await body(api.GET("/api/calls/{id}", { params: { path: { id } } }));
    view.value = afterSnapshot(view.value, id, snapshot(detail));
    filling.begin(id);
    current.value = id;
    filling.wasFiled(detail.filed);
    const draft = view.value.calls[id]?.draft;
    if (draft) filling.follow(draft);
    filling.told(detail.filled);
    filling.refined = detail.refined;
  }

  async function answer(id: string): Promise<void> {
    taking = id;
    try {
      await api.POST("/api/calls/{id}/answer", { params: { path: { id } } }).finally(look);
      await open(id);
    } finally {
      taking = null;
    }
  }

  /** The telephone system has put a talk through: to this seat, or away from it. */
  async function passed(id: string): Promise<void> {
    const row = view.value.calls[id]?.row;
    if (row && isMine(row) && !current.value && taking !== id) await open(id);
    else if (row && !isMine(row) && id === current.value) putAway();
  }

  async function hangUp(): Promise<void> {
    if (current.value) await api.POST("/api/calls/{id}/hang-up", { params: { path: { id: current.value } } });
  }

  function putAway(): void {
    const id = current.value;
    const row = call.value?.row;
    if (id && row?.state === "ended" && !row.order && isMine(row)) {
      void api.POST("/api/calls/{id}/put-away", { params: { path: { id } } });
    }
    current.value = null;
    filling.clear();
  }

  watch(current, (id) => feed?.look(id));

  const isMine = (row: CallRow) => row.agent?.id === useSession().user?.id;

  return {
    connect,
    disconnect,
    answer,
    hangUp,
    putAway,
    look,
    connected,
    everConnected,
    current,
    call,
    waiting: computed(() => waiting(view.value)),
    talking: computed(() => call.value?.row?.state === "talking"),
    /** A call is in hand until it has ended and its orders are saved, or put away. */
    busy: computed(() => call.value?.row?.state === "talking" || (!!current.value && !filling.allSaved)),
  };
});

const FRESH = 15 * 60_000; // an older call without an order was left without one on purpose

const isUnfinished = (row: CallRow): boolean =>
  !row.order && !!row.ended_at && !row.put_away && Date.now() - new Date(row.ended_at).getTime() < FRESH;

function snapshot(detail: CallDetail): CallView {
  const {
    utterances,
    draft,
    answers,
    units,
    alarms,
    feed,
    held,
    faults,
    filled: _f,
    filed: _d,
    refined: _r,
    ...row
  } = detail;
  return { row, utterances, draft, answers, units, alarms, held, faults, spoken: [], seen: feed };
}
