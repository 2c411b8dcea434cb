/** What the seat knows of each call, made from the feed. Pure: no socket, no clock. */
import type {
  Alarm,
  Answers,
  CallRow,
  Draft,
  FeedItem,
  PartialItem,
  Recommendation,
  Spoken,
  Utterance,
} from "@/api/types";
import { type Fault, withFault } from "./faults";

export interface CallView {
  row: CallRow | null;
  utterances: Utterance[];
  draft: Draft | null;
  answers: Answers | null;
  units: Recommendation[];
  alarms: Alarm[];
  /** The troubles that are not over. */
  faults: Fault[];
  /** What is being said now, a leg each at most. */
  spoken: Spoken[];
  /** The citizen waits on the line (保持). */
  held: boolean;
  /** The last feed item that is already in here. */
  seen: number;
}

export interface SeatView {
  /** Where the feed goes on after a broken connection. */
  cursor: number;
  calls: Record<string, CallView>;
}

export const emptyCall = (): CallView => ({
  row: null,
  utterances: [],
  draft: null,
  answers: null,
  units: [],
  alarms: [],
  faults: [],
  spoken: [],
  held: false,
  seen: 0,
});

/** The view after one feed item. Items that were seen change nothing; utterances stand in their order. */
export function afterItem(view: SeatView, item: FeedItem): SeatView {
  const cursor = Math.max(view.cursor, item.id);
  const call = view.calls[item.call] ?? emptyCall();
  if (item.id <= call.seen) return { ...view, cursor };
  const next = { ...call, ...changed(call, item), seen: item.id };
  return { cursor, calls: { ...view.calls, [item.call]: next } };
}

/** The view after a whole call was read from the office: it holds everything up to its own `seen`. */
export function afterSnapshot(view: SeatView, id: string, snapshot: CallView): SeatView {
  const known = view.calls[id];
  if (known && known.seen > snapshot.seen) {
    const utterances = snapshot.utterances.reduce(withUtterance, known.utterances);
    return { ...view, calls: { ...view.calls, [id]: { ...known, utterances } } };
  }
  return { ...view, calls: { ...view.calls, [id]: snapshot } };
}

function changed(call: CallView, item: FeedItem): Partial<CallView> {
  switch (item.kind) {
    case "offered":
    case "answered":
    case "transferred":
      return { row: withNumber(item.body, call.row) };
    case "ended":
      return {
        row: withNumber(item.body, call.row),
        faults: call.faults.filter((fault) => fault.trouble === "end"),
        spoken: [],
      };
    case "utterance":
      return {
        utterances: withUtterance(call.utterances, item.body),
        spoken: call.spoken.filter((now) => now.leg !== item.body.leg || now.start >= item.body.end),
      };
    case "draft":
      return { draft: item.body };
    case "answers":
      return { answers: item.body };
    case "units":
      return { units: item.body };
    case "alarm":
      return { alarms: withAlarm(call.alarms, item.body) };
    case "held":
      return { held: item.body.on };
    case "fault":
      // A broken line says nothing more of what was being spoken; the finished words come all the same.
      return { faults: withFault(call.faults, item.body), spoken: item.body.over ? call.spoken : [] };
    default:
      return {};
  }
}

/** The view after words in the making; those of an utterance that already stands there come too late. */
export function afterPartial(view: SeatView, { call: id, body }: PartialItem): SeatView {
  const call = view.calls[id];
  const said = call?.utterances.findLast((u) => u.leg === body.leg);
  if (!call || (said && body.start < said.end)) return view;
  const others = call.spoken.filter((now) => now.leg !== body.leg);
  return { ...view, calls: { ...view.calls, [id]: { ...call, spoken: body.text ? [...others, body] : others } } };
}

/** The feed masks the caller's number for everybody; the seat that took the call has read it whole. */
function withNumber(row: CallRow, known: CallRow | null): CallRow {
  return known?.calling_number && !known.calling_number.includes("*")
    ? { ...row, calling_number: known.calling_number }
    : row;
}

function withUtterance(utterances: Utterance[], utterance: Utterance): Utterance[] {
  const others = utterances.filter((u) => u.n !== utterance.n);
  return [...others, utterance].sort((a, b) => a.n - b.n);
}

function withAlarm(alarms: Alarm[], alarm: Alarm): Alarm[] {
  const same = (a: Alarm) => a.kind === alarm.kind && a.utterance === alarm.utterance;
  return alarms.some(same) ? alarms.map((a) => (same(a) ? alarm : a)) : [...alarms, alarm];
}

export const waiting = (view: SeatView): CallRow[] =>
  Object.values(view.calls)
    .flatMap((call) => (call.row?.state === "waiting" ? [call.row] : []))
    .sort((a, b) => a.offered_at.localeCompare(b.offered_at));

/** The view after the office said who waits: a call that no longer does was taken elsewhere, or hung up. */
export function afterWaiting(view: SeatView, rows: readonly CallRow[]): SeatView {
  const ids = new Set(rows.map((row) => row.id));
  const kept = Object.entries(view.calls).filter(([id, call]) => call.row?.state !== "waiting" || ids.has(id));
  const calls = Object.fromEntries(kept);
  for (const row of rows) calls[row.id] = { ...(calls[row.id] ?? emptyCall()), row };
  return { ...view, calls };
}
