import { describe, expect, it } from "vitest";
import { clock, exact, left, moment } from "./times";

describe("moments on the screen", () => {
  it("show the office's own time, and the year only where it differs", () => {
    expect(moment("2026-01-05T09:30:00+08:00", 2026)).toBe("01-05 09:30");
    expect(moment("2025-12-31T23:59:59+08:00", 2026)).toBe("2025-12-31 23:59");
    expect(moment("2026-01-05", 2026)).toBe("01-05");
    expect(moment(null)).toBe("—");
    expect(exact("2026-01-05T09:30:07+08:00")).toBe("2026-01-05 09:30:07");
    expect(exact("2026-01-05T09:30:07.123+08:00")).toBe("2026-01-05 09:30:07");
    expect(exact("2026-01-05T09:30+08:00")).toBe("2026-01-05 09:30");
    expect(exact("2026-01-05")).toBe("2026-01-05");
  });

  it("show the length of a call", () => {
    expect([clock(0), clock(65.9), clock(250), clock(-1)]).toEqual(["0:00", "1:05", "4:10", "0:00"]);
  });

  it("say what is left and what is over", () => {
    const now = new Date("2026-01-05T09:00:00+08:00");
    expect(left("2026-01-05T09:30:00+08:00", now)).toBe("剩 30 分钟");
    expect(left("2026-01-05T06:00:00+08:00", now)).toBe("超 3 小时");
    expect(left("2026-01-09T09:00:00+08:00", now)).toBe("剩 4 天");
    expect(left(null, now)).toBe("");
  });
});
