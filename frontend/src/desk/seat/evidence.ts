/** The words behind a value: characters of utterances, cut up for marking. */
import type { Evidence } from "@/api/types";

export interface Piece {
  text: string;
  cited: boolean;
}

/** A text cut at the ranges that are cited. Ranges may overlap, touch, or run past the end. */
export function pieces(text: string, ranges: readonly { start: number; end: number }[]): Piece[] {
  // Offsets count characters as Python does, so that a rare character of two units is one.
  const characters = Array.from(text);
  const cited = characters.map((_, at) => ranges.some((r) => r.start <= at && at < r.end));
  const result: Piece[] = [];
  characters.forEach((character, at) => {
    const last = result.at(-1);
    if (last && last.cited === cited[at]) last.text += character;
    else result.push({ text: character, cited: cited[at]! });
  });
  return result;
}

/** The cited words themselves, one string an utterance, for a tooltip. */
export function quoted(
  utterances: readonly { n: number; text: string }[],
  evidence: readonly Evidence[],
): { n: number; words: string }[] {
  return utterances.flatMap((utterance) => {
    const ranges = evidence.filter((e) => e.utterance === utterance.n);
    if (!ranges.length) return [];
    const words = pieces(utterance.text, ranges).filter((p) => p.cited);
    return [{ n: utterance.n, words: words.map((p) => p.text).join("…") || utterance.text }];
  });
}
