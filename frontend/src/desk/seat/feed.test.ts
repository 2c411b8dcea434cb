import { describe, expect, it } from "vitest";
import type { CallRow, FeedItem, PartialItem, Utterance } from "@/api/types";
import { afterItem, afterPartial, afterSnapshot, afterWaiting, emptyCall, type SeatView, waiting } from "./feed";

const start: SeatView = { cursor: 0, calls: {} };
const said = (n: number, text = `第${n}句`): Utterance => ({ n, leg: "caller", start: n, end: n + 1, text });
const heard = (id: number, n: number, text?: string): FeedItem => ({
  id,
  call: "a",
  kind: "utterance",
  body: said(n, text),
  at: "2026-01-05T09:00:00+08:00",
});
const row = (id: string, state: CallRow["state"], at: string) => ({ id, state, offered_at: at }) as CallRow;
const texts = (view: SeatView) => view.calls.a!.utterances.map((u) => u.text);

describe("the feed of the seat", () => {
  it("stands utterances in the order of the talk, whatever order they come in", () => {
    const view = [heard(1, 2), heard(2, 0), heard(3, 1)].reduce(afterItem, start);
    expect(view.calls.a!.utterances.map((u) => u.n)).toEqual([0, 1, 2]);
  });

  it("takes an item once, though it be sent again after a reconnect", () => {
    const view = [heard(1, 0), heard(2, 1), heard(1, 0, "旧话"), heard(2, 1)].reduce(afterItem, start);
    expect(texts(view)).toEqual(["第0句", "第1句"]);
    expect(view.cursor).toBe(2);
  });

  it("keeps what came by the feed while the whole call was being read", () => {
    const live = [heard(5, 3)].reduce(afterItem, start);
    const snapshot = { ...emptyCall(), utterances: [said(0), said(1), said(2)], seen: 4 };
    expect(texts(afterSnapshot(live, "a", snapshot))).toEqual(["第0句", "第1句", "第2句", "第3句"]);
  });

  it("leaves out of a whole call what the feed sends a second time", () => {
    const snapshot = { ...emptyCall(), utterances: [said(0)], seen: 4 };
    const view = afterItem(afterSnapshot(start, "a", snapshot), heard(4, 0, "旧话"));
    expect(texts(view)).toEqual(["第0句"]);
  });

  it("shows words in the making until their utterance is finished, and those of the next one after it", () => {
    const now = (start: number, text: string): PartialItem => ({
      kind: "partial",
      call: "a",
      body: { leg: "caller", start, text },
    });
    const spoken = (view: SeatView) => view.calls.a!.spoken.map((one) => one.text);
    const first = [now(1, "路灯"), now(1, "路灯不")].reduce(afterPartial, [heard(1, 0)].reduce(afterItem, start));
    expect(spoken(first)).toEqual(["路灯不"]);
    const finished = afterItem(first, heard(2, 1, "路灯不亮。"));
    expect(spoken(finished)).toEqual([]);
    expect(spoken(afterPartial(finished, now(1, "路灯不亮")))).toEqual([]);
    expect(spoken(afterItem(afterPartial(first, now(2, "在")), heard(2, 1)))).toEqual(["在"]);
    expect(spoken(afterPartial(first, now(1, "")))).toEqual([]);
  });

  it("raises one alarm for one danger in one utterance", () => {
    const alarm = (id: number, state = "raised"): FeedItem => ({
      id,
      call: "a",
      kind: "alarm",
      at: "",
      body: { id: 7, kind: "gas", label: "燃气泄漏", words: "煤气味", utterance: 3, state, by: "", reason: "" },
    });
    const alarms = [alarm(1), alarm(2, "confirmed")].reduce(afterItem, start).calls.a!.alarms;
    expect(alarms.map((one) => one.state)).toEqual(["confirmed"]);
  });

  it("keeps the number that the seat has read whole when the feed sends it masked", () => {
    const whole = { ...emptyCall(), row: { ...row("a", "talking", ""), calling_number: "13900001234" }, seen: 1 };
    const masked = { ...row("a", "ended", ""), calling_number: "139****1234" };
    const view = afterItem(afterSnapshot(start, "a", whole), { id: 2, call: "a", kind: "ended", body: masked, at: "" });
    expect(view.calls.a!.row).toMatchObject({ state: "ended", calling_number: "13900001234" });
  });

  it("drops a call that the office no longer counts among the waiting", () => {
    const view = afterWaiting(afterWaiting(start, [row("a", "waiting", "1"), row("b", "waiting", "2")]), [
      row("b", "waiting", "2"),
    ]);
    expect(waiting(view).map((call) => call.id)).toEqual(["b"]);
  });

  it("lists the calls that wait, the longest first, and none that was taken", () => {
    const offered = (id: number, call: CallRow): FeedItem => ({
      id,
      call: call.id,
      kind: "offered",
      body: call,
      at: "",
    });
    const view = [
      offered(1, row("late", "waiting", "2026-01-05T09:02:00")),
      offered(2, row("early", "waiting", "2026-01-05T09:01:00")),
      offered(3, row("taken", "waiting", "2026-01-05T09:00:00")),
      { id: 4, call: "taken", kind: "answered", body: row("taken", "talking", ""), at: "" } as FeedItem,
    ].reduce(afterItem, start);
    expect(waiting(view).map((call) => call.id)).toEqual(["early", "late"]);
  });
});
