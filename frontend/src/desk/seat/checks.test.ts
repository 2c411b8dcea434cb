import { describe, expect, it } from "vitest";
import type { Finding } from "@/api/types";
import { isAnswered, questions } from "./checks";

const finding = (kind: string, words: string, needs_reason = false): Finding => ({
  kind,
  words,
  needs_reason,
  message: words,
  field: "title",
  start: 0,
  end: 1,
  evidence: [],
  order: "",
});

describe("what was found before saving", () => {
  const asked = questions([
    finding("unsaid", "28", true),
    finding("urgency_too_low", ""),
    finding("unsaid", "王建国", true),
  ]);

  it("is asked once a kind", () => {
    expect(asked.map((one) => [one.kind, one.findings.length, one.needsReason])).toEqual([
      ["unsaid", 2, true],
      ["urgency_too_low", 1, false],
    ]);
  });

  it("is answered when each is confirmed, and what needs a reason has one", () => {
    expect(isAnswered(asked, {})).toBe(false);
    expect(isAnswered(asked, { urgency_too_low: "", unsaid: " " })).toBe(false);
    expect(isAnswered(asked, { urgency_too_low: "", unsaid: "市民另发短信" })).toBe(true);
    expect(isAnswered([], {})).toBe(true);
  });
});
