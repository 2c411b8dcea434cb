import { expect, test } from "vitest";
import { readPairs, writePairs } from "./pairs";

test("pairs are written a line each and read back", () => {
  const pairs = { code: "0", sign: "a=b" };
  expect(writePairs(pairs)).toBe("code=0\nsign=a=b");
  expect(readPairs(writePairs(pairs))).toEqual(pairs);
});

test("empty lines are nothing, and a name alone has an empty value", () => {
  expect(readPairs("\n  \nok\n")).toEqual({ ok: "" });
  expect(writePairs(undefined)).toBe("");
});
