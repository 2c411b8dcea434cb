import { describe, expect, it } from "vitest";
import { percent, points } from "./figures";

describe("figures of a card", () => {
  it("tells a share, and a dash where nothing was asked", () => {
    expect(percent(0.9512)).toBe("95.1%");
    expect(percent(0)).toBe("0.0%");
    expect(percent(null)).toBe("—");
    expect(percent(undefined)).toBe("—");
  });
  it("tells by how many points it moved", () => {
    expect(points(0.95, 0.93)).toBe("+2.0");
    expect(points(0.9, 0.93)).toBe("−3.0");
    expect(points(0.9, 0.9)).toBe("");
    expect(points(0.9, null)).toBe("");
  });
});
