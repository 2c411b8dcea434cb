import { describe, expect, it } from "vitest";
import type { DirectiveEffect } from "@/api/types";
import { effectWords } from "./effectWords";

const NONE: DirectiveEffect = { days: 30, looked: 0, held: 0, tried: 0, righted: 0, spoilt: 0, changed: [] };
const ONE = { number: "1", title: "", day: "2026-01-01", before: null, then: null, handled: null, helper: null };

describe("what a dispatch rule comes to, in words", () => {
  it("says where there is nothing to try it on", () => {
    expect(effectWords(NONE)).toContain("没有派出的工单");
    expect(effectWords({ ...NONE, looked: 9 })).toContain("没有一件符合");
  });

  it("says that nothing changes", () => {
    expect(effectWords({ ...NONE, looked: 9, held: 3, tried: 3 })).toContain("推荐都不变");
  });

  it("says what gets better and what gets worse", () => {
    const said = effectWords({ ...NONE, looked: 900, held: 300, tried: 100, righted: 2, spoilt: 1, changed: [ONE] });
    expect(said).toContain("取最新 100 件试算");
    expect(said).toContain("2 件由不符变为与实际承办一致，1 件由一致变为不符");
  });
});
