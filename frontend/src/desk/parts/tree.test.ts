import { describe, expect, it } from "vitest";
import { ofDistrict, tree } from "./tree";

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

  it("shows the other units of a district, also those under a city bureau", () => {
    const rows = [
      { code: "east", name: "东区", parent: null, district: "东区" },
      { code: "east-st", name: "东街道", parent: "east", district: "" },
      { code: "bureau", name: "市局", parent: null, district: "" },
      { code: "east-cg", name: "东区局", parent: "bureau", district: "东区" },
      { code: "west-cg", name: "西区局", parent: "bureau", district: "西区" },
    ];
    expect(ofDistrict(rows, "east").map((node) => node.value)).toEqual(["east-st", "east-cg"]);
    expect(ofDistrict(rows, "bureau").map((node) => node.value)).toEqual(["east-cg", "west-cg"]);
    expect(ofDistrict(rows, "nobody")).toEqual([]);
  });
});
