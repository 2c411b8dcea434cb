import { describe, expect, it } from "vitest";
import { stretches } from "./passages";

describe("the stretches of an article", () => {
  it("keep words as they are, with their lines", () => {
    expect(stretches("一\n\n二\n")).toEqual([{ kind: "text", text: "一\n\n二" }]);
    expect(stretches("")).toEqual([]);
  });

  it("are tables where lines stand between bars, without the rule under the head", () => {
    expect(stretches("标准如下：\n\n| 档 | 元 |\n| --- | --- |\n| 一 | 5 |\n完")).toEqual([
      { kind: "text", text: "标准如下：" },
      { kind: "table", rows: [["档", "元"], ["一", "5"]] },
      { kind: "text", text: "完" },
    ]);
  });

  it("are headings without their signs, and a lone bar is a word", () => {
    expect(stretches("## 材料\n| 不是表")).toEqual([
      { kind: "heading", text: "材料" },
      { kind: "text", text: "| 不是表" },
    ]);
  });
});
