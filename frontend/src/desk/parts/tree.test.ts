import { describe, expect, it } from "vitest";
import { below, tree } from "./tree";

describe("a picker's tree", () => {
  it("hangs rows under their parents in the order given", () => {
    const rows = [
      { code: "b", name: "乙", parent: "a" },
      { code: "a", name: "甲", parent: null },
      { code: "c", name: "丙", parent: "a" },
    ];
    expect(tree(rows)).toEqual([
      {
        value: "a",
        label: "甲",
        children: [
          { value: "b", label: "乙" },
          { value: "c", label: "丙" },
        ],
      },
    ]);
  });

  it("shows a row at the top when its parent may not be seen", () => {
    expect(tree([{ code: "b", name: "乙", parent: "closed" }])).toEqual([{ value: "b", label: "乙" }]);
  });

  it("shows what hangs under one row", () => {
    const rows = [
      { code: "a", name: "甲", parent: null },
      { code: "b", name: "乙", parent: "a" },
      { code: "c", name: "丙", parent: "b" },
      { code: "d", name: "丁", parent: null },
    ];
    expect(below(rows, "b")).toEqual([{ value: "c", label: "丙" }]);
    expect(below(rows, "a").map((node) => node.value)).toEqual(["b"]);
    expect(below(rows, "nobody")).toEqual([]);
  });
});
