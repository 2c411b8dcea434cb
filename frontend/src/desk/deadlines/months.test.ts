import { describe, expect, it } from "vitest";
import { kindOf, months, workingDays } from "./months";

const row = (day: string, working: boolean, name: string) => ({ day, working, name, source: "" });

describe("a year's calendar", () => {
  it("begins weeks on Monday and ends months where they end", () => {
    const year = months(2024, []);
    expect(year[0]!.findIndex(Boolean)).toBe(0); // 1 January 2024 is a Monday
    expect(year[8]!.findIndex(Boolean)).toBe(6); // 1 September 2024 is a Sunday
    expect(year[1]!.filter(Boolean)).toHaveLength(29);
  });

  it("counts by weekday where nothing is said, and by the calendar's word where it is", () => {
    const plain = workingDays(months(2024, []));
    expect(plain).toBe(262);
    expect(workingDays(months(2024, [row("2024-10-01", false, "国庆节"), row("2024-10-12", true, "调休上班")]))).toBe(
      plain,
    );
  });

  it("tells a holiday and a worked weekend from what the week has anyway", () => {
    const every = [
      row("2024-10-01", false, "国庆节"),
      row("2024-10-05", false, "国庆节"),
      row("2024-10-12", true, "调休上班"),
      row("2024-10-13", false, ""),
      row("2024-10-14", true, ""),
    ];
    const october = months(2024, every)[9]!.filter((cell) => cell !== null);
    expect([1, 5, 12, 13, 14].map((date) => kindOf(october[date - 1]!))).toEqual([
      "holiday",
      "holiday",
      "made-up",
      "weekend",
      "",
    ]);
  });
});
