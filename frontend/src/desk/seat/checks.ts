/** What to look at before saving (防错): the office says what, this says what of it is still open. Pure. */
import type { Finding } from "@/api/types";

/** Findings of one kind are confirmed together: they are one question to the agent. */
export interface Question {
  kind: string;
  findings: Finding[];
  needsReason: boolean;
}

export function questions(findings: readonly Finding[]): Question[] {
  const kinds = [...new Set(findings.map((one) => one.kind))];
  return kinds.map((kind) => {
    const mine = findings.filter((one) => one.kind === kind);
    return { kind, findings: mine, needsReason: mine.some((one) => one.needs_reason) };
  });
}

export const SHORTEST = 2;

/** Whether each question has its answer, and each that needs one its reason. */
export const isAnswered = (asked: readonly Question[], reasons: Record<string, string>): boolean =>
  asked.every(({ kind, needsReason }) => kind in reasons && (!needsReason || reasons[kind]!.trim().length >= SHORTEST));
