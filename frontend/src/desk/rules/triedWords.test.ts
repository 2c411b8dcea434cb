import { expect, test } from "vitest";
import { triedWords } from "./triedWords";

test("a small month is told whole", () => {
  const words = triedWords({ days: 30, concluded: 40, looked: 40, now: 40, then: 10 }, "保存");
  expect(words).toBe("最近 30 天办结 40 件：现在回访 40 件（100%），保存后回访 10 件（25%）。");
});

test("of a large one it says how many were tried", () => {
  const words = triedWords({ days: 30, concluded: 9000, looked: 300, now: 300, then: 30 }, "停用");
  expect(words).toContain("取最新 300 件试算");
});

test("without any it says so", () => {
  expect(triedWords({ days: 30, concluded: 0, looked: 0, now: 0, then: 0 }, "保存")).toContain("没有办结");
});
