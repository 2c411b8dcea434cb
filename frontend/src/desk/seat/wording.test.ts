import { describe, expect, it } from "vitest";
import type { Mark } from "@/api/types";
import { languageOf, words } from "./wording";

const mark = (start: number, end: number, more: Partial<Mark>): Mark => ({
  start,
  end,
  kind: "name",
  written: "",
  said: "",
  why: "",
  score: null,
  ...more,
});

describe("an utterance on the desk", () => {
  it("shows numbers as people write them, with what was said behind", () => {
    const shown = words({ text: "下午三点半来", marks: [mark(2, 5, { kind: "time", written: "3:30" })] }, []);
    expect(shown.map((w) => w.text)).toEqual(["下午", "3:30", "来"]);
    expect(shown[1]!.title).toBe("原话“三点半”");
  });

  it("cites a whole number where a part of its words is cited", () => {
    const utterance = { text: "打幺三九零", marks: [mark(1, 5, { kind: "digits", written: "1390" })] };
    const shown = words(utterance, [{ start: 2, end: 3 }]);
    expect(shown.map((w) => [w.text, w.cited])).toEqual([
      ["打", false],
      ["1390", true],
    ]);
  });

  it("marks what was mended and says why", () => {
    const shown = words(
      {
        text: "在青榆区，嗯",
        marks: [mark(1, 4, { said: "青于区", why: "通名相同" }), mark(5, 6, { kind: "filler" })],
      },
      [],
    );
    expect(shown.map((w) => [w.text, w.mended, w.vague])).toEqual([
      ["在", false, false],
      ["青榆区", true, false],
      ["，", false, false],
      ["嗯", false, true],
    ]);
    expect(shown[1]!.title).toBe("识别为“青于区”（通名相同）");
  });

  it("shows a number in which a digit was mended with both", () => {
    const marks = [
      mark(2, 3, { kind: "digit", said: "把", why: "数字之间" }),
      mark(0, 4, { kind: "digits", written: "1380" }),
    ];
    const shown = words({ text: "幺三八零", marks }, []);
    expect(shown).toHaveLength(1);
    expect(shown[0]!.title).toBe("原话“幺三八零”；识别为“把”（数字之间）");
    expect(shown[0]!.mended).toBe(true);
  });

  it("leaves the words of a call without marks as they are", () => {
    expect(words({ text: "𠮷先生漏水" }, [{ start: 1, end: 3 }]).map((w) => w.text)).toEqual(["𠮷", "先生", "漏水"]);
  });

  it("names a language where the engine tells it", () => {
    expect([languageOf("yue"), languageOf("wuu"), languageOf(undefined)]).toEqual(["粤语", "wuu", ""]);
  });
});
