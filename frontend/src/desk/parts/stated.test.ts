import { describe, expect, it } from "vitest";
import { askedIn, lastPage } from "./stated";

describe("what an address asks of a list", () => {
  it("is the first state and page where it says nothing", () => {
    expect(askedIn({}, "open")).toEqual({ state: "open", page: 1, size: 20 });
  });
  it("is all states where the state is empty", () => {
    expect(askedIn({ state: "", page: "3" }, "open")).toMatchObject({ state: "", page: 3 });
  });
  it("is never a page that no list has", () => {
    for (const page of ["0", "-2", "x", "", null, ["2", "3"]]) expect(askedIn({ page }, "open").page).toBe(1);
    expect(askedIn({ page: "2.7" }, "open").page).toBe(2);
  });
});

describe("the last page", () => {
  it("is the first of an empty list", () => {
    expect([0, 1, 20, 21, 40, 41].map(lastPage)).toEqual([1, 1, 1, 2, 2, 3]);
  });
});
