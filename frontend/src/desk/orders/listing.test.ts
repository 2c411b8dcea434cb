import { describe, expect, it } from "vitest";
import { listingOf, queryOf, requestOf } from "./listing";

describe("a list's address", () => {
  it("goes to a listing and back unchanged", () => {
    const query = { box: "to_sign", q: "路灯", urgency: "urgent", page: "3" };
    expect(queryOf(listingOf(query))).toEqual(query);
  });

  it("stands nonsense in the address", () => {
    const listing = listingOf({ page: "-2", q: ["a", "b"], state: null });
    expect(listing.page).toBe(1);
    expect(queryOf(listing)).toEqual({});
  });

  it("asks the office only for what is set", () => {
    const listing = listingOf({ overdue: "1", unit: "gongan" });
    expect(requestOf(listing, "all")).toEqual({ unit: "gongan", overdue: true, box: "all", page: 1, size: 20 });
  });

  it("tells no from not asked", () => {
    expect(requestOf(listingOf({ solved: "0", returned: "1" }), "all")).toMatchObject({
      solved: false,
      returned: true,
    });
    expect(requestOf(listingOf({ solved: "" }), "all")).not.toHaveProperty("solved");
  });
});
