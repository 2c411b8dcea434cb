import { describe, expect, it } from "vitest";
import { addressOf, isSame, isShowable, keptOf, phrasesOf, type Words } from "./conditions";
import { FILTERS, listingOf } from "./listing";

const words: Words = {
  label: (_choice, value) => `〔${value}〕`,
  unit: (code) => `单位${code}`,
  category: (code) => `分类${code}`,
  box: (name) => (name === "all" ? "全部" : "待签收"),
};
const query = { box: "to_sign", q: "路灯", state: "dispatched", overdue: "1", solved: "0", from: "2026-01-05" };

describe("filters under a name", () => {
  it("are kept as the office takes them: several as a list, yes and no as such, no page", () => {
    expect(keptOf(listingOf({ ...query, page: "3" }), "to_sign")).toEqual({
      box: "to_sign",
      q: "路灯",
      state: ["dispatched"],
      overdue: true,
      solved: false,
      from: "2026-01-05",
    });
  });

  it("lead back to the list that they were kept from", () => {
    expect(addressOf(keptOf(listingOf(query), "to_sign"))).toEqual(query);
    expect(addressOf({ urgency: "urgent" })).toEqual({ box: "all", urgency: "urgent" });
  });

  it("are the same in any order, and where the office left out the box of all", () => {
    expect(isSame({ urgency: "urgent", q: "水" }, { q: "水", box: "all", urgency: "urgent" })).toBe(true);
    expect(isSame({ q: "水" }, { q: "水", overdue: false })).toBe(false);
  });

  it("are known for what this page cannot show", () => {
    expect(isShowable({ box: "all", state: ["signed"] })).toBe(true);
    expect(isShowable({ state: ["signed", "replied"] })).toBe(false);
    expect(isShowable({ stage: "concluded" })).toBe(false);
  });
});

describe("filters in words", () => {
  it("name no field, for every filter of the page", () => {
    const all = Object.fromEntries(FILTERS.map((name) => [name, "1"]));
    const said = phrasesOf({ box: "to_sign", ...keptOf(listingOf(all), "to_sign") }, words).join(" ");
    expect(said).not.toMatch(/[a-z_]/);
  });

  it("say days as people do", () => {
    expect(phrasesOf({ from: "2026-01-05", to: "2026-01-05" }, words)).toEqual(["全部", "来电：2026-01-05"]);
    expect(phrasesOf({ stage: "concluded", stage_to: "2026-01-05" }, words)).toEqual(["全部", "办结：截至 2026-01-05"]);
    expect(phrasesOf({ stage: "archived" }, words)).toEqual(["全部", "已归档"]);
  });

  it("say no as well as yes, and several at once", () => {
    expect(phrasesOf({ unit: "7", below: true, solved: false, state: ["a", "b"] }, words)).toEqual([
      "全部",
      "承办单位：单位7及其下级",
      "未解决",
      "状态：〔a〕、〔b〕",
    ]);
  });
});
