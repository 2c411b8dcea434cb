import { describe, expect, it } from "vitest";
import type { ClusterRow } from "@/api/types";
import { begin, chosen, kept, sameGroup, spanOf } from "./clusters";

const order = (number: string) => ({ number, version: 2 });
const cluster = (numbers: string[], master: string, mergeable = numbers) =>
  ({ orders: numbers.map(order), master, mergeable }) as unknown as ClusterRow;

describe("a group of orders about one event", () => {
  it("goes into its master but for what was unticked and what may not go", () => {
    const group = cluster(["a", "b", "c", "d"], "a", ["b", "c"]);
    expect(chosen(group, begin(group)).map((one) => one.number)).toEqual(["b", "c"]);
    expect(chosen(group, { master: "a", left: new Set(["c"]) })).toEqual([{ number: "b", version: 2 }]);
  });

  it("takes the former master along when another is chosen", () => {
    const group = cluster(["a", "b"], "a");
    expect(chosen(group, { master: "b", left: new Set() }).map((one) => one.number)).toEqual(["a"]);
  });

  it("stays the same group while it grows, and keeps what was chosen", () => {
    const grown = cluster(["b", "c", "z"], "b");
    expect(sameGroup([cluster(["x"], "x"), grown], new Set(["a", "b"]))).toBe(grown);
    expect(sameGroup([grown], new Set(["q"]))).toBeUndefined();
    expect(kept({ master: "c", left: new Set(["b"]) }, grown).master).toBe("c");
    expect(kept({ master: "a", left: new Set(["b"]) }, grown)).toEqual({ master: "b", left: new Set(["b"]) });
  });

  it("says how long it took in words", () => {
    expect(spanOf("2026-01-05T09:00:00+08:00", "2026-01-05T09:40:00+08:00")).toBe("40 分钟内");
    expect(spanOf("2026-01-05T09:00:00+08:00", "2026-01-05T12:10:00+08:00")).toBe("3 小时内");
  });
});
