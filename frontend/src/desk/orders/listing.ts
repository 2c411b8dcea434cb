/** A list of orders as its address says it: box, filters and page stand in the query, so that "back" works. */
import type { LocationQuery } from "vue-router";

export const FILTERS = [
  "q",
  "state",
  "request_type",
  "urgency",
  "channel",
  "category",
  "unit",
  "district",
  "from",
  "to",
  "clock",
  "due_from",
  "due_to",
  "satisfaction",
  "overdue",
  "solved",
  "reopened",
  "returned",
  "important",
  "held",
  "confidential",
] as const;
/** Filters that are asked as yes or no: "1", "0", or "" for both. */
export const YES_NO = ["overdue", "solved", "reopened", "returned", "important", "held", "confidential"] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Record<Filter, string>;

export interface Listing {
  box: string;
  page: number;
  filters: Filters;
}

export const SIZE = 20;

export function listingOf(query: LocationQuery): Listing {
  const text = (name: string) => (typeof query[name] === "string" ? query[name] : "");
  const filters = Object.fromEntries(FILTERS.map((name) => [name, text(name)])) as Filters;
  return { box: text("box"), page: Math.max(1, Number.parseInt(text("page"), 10) || 1), filters };
}

/** The address of a listing; what is empty is left out. A page of 1 too. */
export function queryOf(listing: Listing): Record<string, string> {
  const all = { box: listing.box, ...listing.filters, page: listing.page > 1 ? String(listing.page) : "" };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** What is asked of the office. */
export function requestOf(listing: Listing, box: string) {
  const given = Object.entries(listing.filters)
    .filter(([, value]) => value)
    .map(([name, value]) => [name, YES_NO.includes(name as never) ? value === "1" : value]);
  return { ...Object.fromEntries(given), box, page: listing.page, size: SIZE };
}
