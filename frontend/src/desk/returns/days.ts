/** A period of local days, both counted in, as an address and the office have it. */
import type { LocationQuery } from "vue-router";

export interface Days {
  from: string;
  to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const text = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

/** From the first of this month to today. */
export const thisMonth = (today: Date): Days => ({
  from: text(new Date(today.getFullYear(), today.getMonth(), 1)),
  to: text(today),
});

export const lastMonth = (today: Date): Days => ({
  from: text(new Date(today.getFullYear(), today.getMonth() - 1, 1)),
  to: text(new Date(today.getFullYear(), today.getMonth(), 0)),
});

export const thisYear = (today: Date): Days => ({ from: text(new Date(today.getFullYear(), 0, 1)), to: text(today) });

/** The period that an address names, else this month. */
export function daysOf(query: LocationQuery, today: Date): Days {
  const [from, to] = [query.from, query.to];
  const named = typeof from === "string" && typeof to === "string" && DAY.test(from) && DAY.test(to);
  return named ? { from, to } : thisMonth(today);
}

export const percent = (value: number | null | undefined, digits = 1): string =>
  value == null ? "—" : `${(value * 100).toFixed(digits)}%`;
