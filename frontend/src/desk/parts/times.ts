/** Moments as people read them. The office sends ISO with +08:00, and that is what is shown wherever the browser is. */
const PARTS = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/** "01-05 09:30", with the year where it is not `year`. */
export function moment(iso: string | null | undefined, year = new Date().getFullYear()): string {
  const found = iso?.match(PARTS);
  if (!found) return iso || "—";
  const [, y, month, day, hour, minute] = found;
  const date = Number(y) === year ? `${month}-${day}` : `${y}-${month}-${day}`;
  return hour ? `${date} ${hour}:${minute}` : date;
}

/** Whole and exact, for a detail or a tooltip. */
export const exact = (iso: string | null | undefined): string =>
  iso?.replace("T", " ").replace(/(\.\d+)?(Z|[+-]\d\d:\d\d)$/, "") || "—";

/** Seconds as "3:05". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** What is left until a due time: "剩 3 天", "剩 2 小时", "超 25 分钟". */
export function left(due: string | null | undefined, now: Date): string {
  if (!due) return "";
  const minutes = Math.round((new Date(due).getTime() - now.getTime()) / 60_000);
  const size = Math.abs(minutes);
  const words =
    size < 90 ? `${size} 分钟` : size < 2880 ? `${Math.round(size / 60)} 小时` : `${Math.round(size / 1440)} 天`;
  return minutes < 0 ? `超 ${words}` : `剩 ${words}`;
}
