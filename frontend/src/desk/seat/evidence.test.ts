import { describe, expect, it } from "vitest";
import { excerpt, isCut, pieces, quoted } from "./evidence";

describe("the words behind a value", () => {
  it("cuts a text at what is cited, and loses no character", () => {
    const cut = pieces("我在青松路十八号", [{ start: 2, end: 5 }]);
    expect(cut.filter((p) => p.cited).map((p) => p.text)).toEqual(["青松路"]);
    expect(cut.map((p) => p.text).join("")).toBe("我在青松路十八号");
  });

  it("joins ranges that overlap and stands ranges that run past the end", () => {
    const cut = pieces("漏水了", [
      { start: 0, end: 2 },
      { start: 1, end: 99 },
    ]);
    expect(cut).toEqual([{ text: "漏水了", cited: true }]);
  });

  it("counts a rare character as one, as the office does", () => {
    expect(pieces("𠮷先生", [{ start: 1, end: 3 }])).toEqual([
      { text: "𠮷", cited: false },
      { text: "先生", cited: true },
    ]);
  });

  it("shows of a long passage what answers, with a little around it", () => {
    const passage = `${"前".repeat(100)}就这一句。${"后".repeat(200)}`;
    const cut = excerpt(passage, [100, 105], false);
    expect(cut.map((p) => p.cited)).toEqual([false, true, false]);
    expect(cut[0]!.text).toBe(`……${"前".repeat(24)}`);
    expect(cut[1]!.text).toBe("就这一句。");
    expect(cut[2]!.text.length).toBeLessThan(100);
    expect(isCut(passage, [100, 105])).toBe(true);
    expect(isCut("很短。", [0, 3])).toBe(false);
    expect(
      excerpt(passage, [100, 105], true)
        .map((p) => p.text)
        .join(""),
    ).toBe(passage);
  });

  it("quotes the words of each utterance, and the whole utterance where no characters are named", () => {
    const talk = [
      { n: 0, text: "您好" },
      { n: 1, text: "路灯坏了" },
    ];
    expect(quoted(talk, [{ utterance: 1, start: 0, end: 2 }])).toEqual([{ n: 1, words: "路灯" }]);
    expect(quoted(talk, [{ utterance: 1, start: 0, end: 0 }])).toEqual([{ n: 1, words: "路灯坏了" }]);
  });
});
