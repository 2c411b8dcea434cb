import { describe, expect, it } from "vitest";
import { formOf, isWhole, parted, sentOf } from "./form";

describe("the form of a dispatch rule", () => {
  it("takes words as people part them", () => {
    expect(parted("地铁、轻轨，站口 通风井\n出入口|")).toEqual(["地铁", "轻轨", "站口", "通风井", "出入口"]);
    expect(parted(" 、")).toEqual([]);
  });

  it("is whole with a name, a unit and one condition", () => {
    const form = { ...formOf(null), name: "地铁噪声", unit: "metro" };
    expect(isWhole(form)).toBe(false);
    expect(isWhole({ ...form, words: "地铁" })).toBe(true);
    expect(isWhole({ ...form, category: "01", name: " " })).toBe(false);
  });

  it("sends an emptied category as none", () => {
    expect(sentOf({ ...formOf(null), category: "" }).category).toBeNull();
  });
});
