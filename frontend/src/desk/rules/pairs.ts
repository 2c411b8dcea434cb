/** Names and values, one pair a line: "code=0". */
export const writePairs = (pairs: unknown): string =>
  Object.entries((pairs ?? {}) as Record<string, unknown>)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join("\n");

/** A line without "=" is a name whose value is empty; empty lines are nothing. */
export function readPairs(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim());
  return Object.fromEntries(
    lines.map((line) => {
      const [name, ...rest] = line.split("=");
      return [name!.trim(), rest.join("=").trim()];
    }),
  );
}
