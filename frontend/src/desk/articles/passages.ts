/** An article's text in the stretches that a page shows apart: words, headings, tables. */
export type Stretch = { kind: "text" | "heading"; text: string } | { kind: "table"; rows: string[][] };

const RULE = /^\|[\s:|-]+\|$/;

export function stretches(body: string): Stretch[] {
  const found: Stretch[] = [];
  for (const line of body.split("\n")) {
    const last = found.at(-1);
    const bare = line.trim();
    if (bare.startsWith("|") && bare.endsWith("|") && bare.length > 1) {
      const cells = bare.slice(1, -1).split("|").map((cell) => cell.trim());
      if (last?.kind !== "table") found.push({ kind: "table", rows: [cells] });
      else if (!RULE.test(bare)) last.rows.push(cells);
    } else if (/^#{1,6} /.test(bare)) {
      found.push({ kind: "heading", text: bare.replace(/^#+ +/, "") });
    } else if (last?.kind === "text") {
      last.text += `\n${line}`;
    } else if (bare) {
      found.push({ kind: "text", text: line });
    }
  }
  return found.map((one) => (one.kind === "text" ? { ...one, text: one.text.trimEnd() } : one));
}
