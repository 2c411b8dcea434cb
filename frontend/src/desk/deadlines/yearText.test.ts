import { describe, expect, it } from "vitest";
import { readYear, writeYear } from "./yearText";

describe("a year's arrangement in lines", () => {
  it("is read span by span", () => {
    const read = readYear("2027-10-01 至 2027-10-03 休 国庆节\n\n2027-10-09 班", 2027);
    expect(read).toEqual({
      days: [
        { day: "2027-10-01", working: false, name: "国庆节" },
        { day: "2027-10-02", working: false, name: "国庆节" },
        { day: "2027-10-03", working: false, name: "国庆节" },
        { day: "2027-10-09", working: true, name: "" },
      ],
    });
    if ("days" in read) expect(readYear(writeYear(read.days), 2027)).toEqual(read);
  });

  it.each([
    "2026-10-01 休 别的年份",
    "2027-02-30 休 没有这一天",
    "2027-10-03 至 2027-10-01 休 倒了",
    "2027-01-01 至 2027-12-31 休 太长",
    "十月一日 休",
    "2027-10-01 国庆节",
  ])("tells which line cannot be read: %s", (line) => {
    expect(readYear(`2027-01-01 休 元旦\n${line}`, 2027)).toEqual({ wrong: line });
  });
});
