import { describe, expect, it } from "vitest";
import { plain, runs } from "./emphasis";

describe("an article's emphasis", () => {
  it("is cut out and the rest stays as it stands", () => {
    expect(runs("带**材料**：身份证")).toEqual([
      { text: "带", strong: false },
      { text: "材料", strong: true },
      { text: "：身份证", strong: false },
    ]);
    expect(plain("带**材料**")).toBe("带材料");
  });

  it("takes lone stars and tags for what they are: text", () => {
    expect(runs("3 ** 2 <b>x</b>")).toEqual([{ text: "3 ** 2 <b>x</b>", strong: false }]);
  });
});
