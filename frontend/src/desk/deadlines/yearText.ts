/** A year's arrangement as a person types it, one line a span: "2027-10-01 至 2027-10-07 休 国庆节". */
export interface YearDay {
  day: string;
  working: boolean;
  name: string;
}

const LINE = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|—)\s*(\d{4}-\d{2}-\d{2}))?\s+(休|班)\s*(.*)$/;
const DAY = 86_400_000;
const LONGEST = 31; // days of one span: more is a slip of the pen

/** The days of all lines, or the first line that cannot be read. Empty lines say nothing. */
export function readYear(text: string, year: number): { days: YearDay[] } | { wrong: string } {
  const days = new Map<string, YearDay>();
  for (const line of text.split("\n").map((l) => l.trim())) {
    if (!line) continue;
    const found = LINE.exec(line);
    const span = found && spanOf(found[1]!, found[2] ?? found[1]!);
    if (!found || !span || span.some((day) => !day.startsWith(`${year}-`))) return { wrong: line };
    for (const day of span) days.set(day, { day, working: found[3] === "班", name: found[4]!.trim() });
  }
  return { days: [...days.values()] };
}

/** The lines that say a calendar's days again. */
export const writeYear = (days: readonly YearDay[]): string =>
  days.map(({ day, working, name }) => `${day} ${working ? "班" : "休"} ${name}`.trim()).join("\n");

function spanOf(first: string, last: string): string[] | null {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const count = (to - from) / DAY + 1;
  if (!Number.isInteger(count) || count < 1 || count > LONGEST) return null;
  const days = Array.from({ length: count }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10));
  return days[0] === first && days.at(-1) === last ? days : null; // 2027-02-30 is no day
}
