import { describe, expect, it } from "vitest";
import { daysOf, lastMonth, percent, thisMonth, thisYear } from "./days";

const TODAY = new Date(2026, 0, 5);

describe("the period of a ledger", () => {
  it("is this month unless the address names another", () => {
    expect(daysOf({}, TODAY)).toEqual({ from: "2026-01-01", to: "2026-01-05" });
    expect(daysOf({ from: "2025-03-01", to: "2025-03-31" }, TODAY)).toEqual({ from: "2025-03-01", to: "2025-03-31" });
    expect(daysOf({ from: "x", to: "2025-03-31" }, TODAY)).toEqual(thisMonth(TODAY));
  });

  it("knows the month before a January, and the year", () => {
    expect(lastMonth(TODAY)).toEqual({ from: "2025-12-01", to: "2025-12-31" });
    expect(thisYear(TODAY)).toEqual({ from: "2026-01-01", to: "2026-01-05" });
  });

  it("tells nothing from nought", () => {
    expect([percent(null), percent(0), percent(0.9567), percent(0.95, 0)]).toEqual(["—", "0.0%", "95.7%", "95%"]);
  });
});
