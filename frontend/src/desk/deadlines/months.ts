/** A year as a calendar shows it: months of weeks that begin on Monday. */
import type { CalendarDay } from "@/api/types";

export interface Cell {
  day: string;
  date: number;
  working: boolean;
  /** Saturday or Sunday. */
  weekend: boolean;
  /** What the office's calendar says of it; nothing where only the weekday counts. */
  row?: CalendarDay;
}

/** Twelve months; each a list of cells, with as many `null` first as the month begins after Monday. */
export function months(year: number, days: readonly CalendarDay[]): (Cell | null)[][] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: 12 }, (_, month) => {
    const before = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const cells = Array.from({ length }, (_, i) => cell(year, month, i + 1, known));
    return [...Array<null>(before).fill(null), ...cells];
  });
}

function cell(year: number, month: number, date: number, known: Map<string, CalendarDay>): Cell {
  const moment = new Date(Date.UTC(year, month, date));
  const day = moment.toISOString().slice(0, 10);
  const row = known.get(day);
  const weekday = moment.getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  return { day, date, row, weekend, working: row ? row.working : !weekend };
}

/** What a day is to look like: a holiday by name or on a weekday, a worked weekend, a weekend, or an ordinary day. */
export function kindOf({ working, weekend, row }: Cell): "holiday" | "made-up" | "weekend" | "" {
  if (working) return weekend ? "made-up" : "";
  return !weekend || row?.name ? "holiday" : "weekend";
}

/** How many days of a year are worked. */
export const workingDays = (year: (Cell | null)[][]): number => year.flat().filter((found) => found?.working).length;
