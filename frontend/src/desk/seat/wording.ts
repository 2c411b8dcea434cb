/** An utterance as the desk shows it: numbers as people write them, mended words and fillers told apart. */
import type { Mark } from "@/api/types";

export interface Word {
  text: string;
  cited: boolean;
  /** Put right by its sound. */
  mended: boolean;
  /** Said without meaning. */
  vague: boolean;
  /** What was said or recognised here, and why another thing is shown; "" where the text is just that. */
  title: string;
}

type Range = { start: number; end: number };
type Shown = { text: string; marks?: readonly Mark[] };

/** A text in pieces: a written number is one piece and never cut; offsets count characters as the office does. */
export function words(utterance: Shown, ranges: readonly Range[]): Word[] {
  const characters = Array.from(utterance.text);
  const marks = utterance.marks ?? [];
  const written = marks.filter((mark) => mark.written);
  const result: Word[] = [];
  for (let at = 0; at < characters.length;) {
    const number = written.find((mark) => mark.start === at);
    const end = number ? number.end : at + 1;
    const over = marks.filter((mark) => mark.start < end && at < mark.end);
    add(result, {
      text: number ? number.written : characters[at]!,
      cited: ranges.some((range) => range.start < end && at < range.end),
      mended: over.some((mark) => mark.said),
      vague: over.some((mark) => mark.kind === "filler" || mark.kind === "repeat"),
      title: title(characters, number, over),
    });
    at = end;
  }
  return result;
}

function title(characters: readonly string[], number: Mark | undefined, over: readonly Mark[]): string {
  const told = over.filter((mark) => mark.said).map((mark) => `识别为“${mark.said}”（${mark.why}）`);
  if (number) told.unshift(`原话“${characters.slice(number.start, number.end).join("")}”`);
  return told.join("；");
}

function add(result: Word[], word: Word): void {
  const last = result.at(-1);
  const same =
    last &&
    last.cited === word.cited &&
    last.mended === word.mended &&
    last.vague === word.vague &&
    last.title === word.title;
  if (same && !/^原话/.test(word.title)) last.text += word.text;
  else result.push(word);
}

const LANGUAGES: Record<string, string> = {
  zh: "普通话",
  yue: "粤语",
  en: "英语",
  ja: "日语",
  ko: "韩语",
};

/** The language or dialect as people call it; "" where the engine does not tell. */
export const languageOf = (code: string | undefined): string => (code ? (LANGUAGES[code] ?? code) : "");
