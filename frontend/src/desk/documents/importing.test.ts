import { describe, expect, it } from "vitest";
import type { Plan } from "@/api/types";
import { leftOut, ticksOf } from "./importing";

const piece = (place: string, fate: string) => ({ place, fate }) as Plan["pieces"][number];
const plan = {
  pieces: [piece("一", "new"), piece("二", "same"), piece("三", "edited"), piece("四", "wrong"), piece("五", "changed")],
} as Plan;

describe("what is ticked of an import", () => {
  it("is at first what is new or changed, and nothing that somebody edited or that is wrong", () => {
    expect([...ticksOf(plan)]).toEqual(["一", "五"]);
  });

  it("leaves out the rest, but never what stays as it is", () => {
    expect(leftOut(plan, ticksOf(plan))).toEqual(["三", "四"]);
    expect(leftOut(plan, new Set(["三"]))).toEqual(["一", "四", "五"]);
  });
});
