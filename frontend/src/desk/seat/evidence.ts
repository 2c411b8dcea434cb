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

const BEFORE = 24;
const AFTER = 60;

/** A passage cut down around the sentence that answers, in pieces; whole where it is short. */
export function excerpt(passage: string, span: readonly number[], whole: boolean): Piece[] {
  const [start = 0, end = 0] = span;
  const cut = pieces(passage, [{ start, end }]);
  if (whole) return cut;
  for (const piece of cut) piece.text = piece.text.replace(/\s*\n\s*/g, " ");
  const at = cut.findIndex((piece) => piece.cited);
  if (at < 0) return shortened(cut, BEFORE + AFTER);
  return cut.map((piece, n) => {
    if (n === at - 1) return { ...piece, text: tail(piece.text, BEFORE) };
    if (n === at + 1) return { ...piece, text: head(piece.text, AFTER) };
    return piece;
  });
}

/** Whether `excerpt` leaves something out. */
export const isCut = (passage: string, span: readonly number[]): boolean =>
  excerpt(passage, span, false).some((piece, n) => piece.text !== excerpt(passage, span, true)[n]?.text);

const shortened = (cut: Piece[], size: number): Piece[] =>
  cut.map((piece) => ({ ...piece, text: head(piece.text, size) }));
const head = (text: string, size: number): string => (text.length > size + 8 ? `${text.slice(0, size)}……` : text);
const tail = (text: string, size: number): string => (text.length > size + 8 ? `……${text.slice(-size)}` : text);
