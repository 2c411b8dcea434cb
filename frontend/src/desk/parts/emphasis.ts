/** An article's text cut at its **emphasis**. Nothing else of Markdown is read: the text is shown as it stands. */
export interface Run {
  text: string;
  strong: boolean;
}

export function runs(text: string): Run[] {
  return text
    .split(/\*\*(\S(?:[^*\n]*?\S)?)\*\*/)
    .map((part, at) => ({ text: part, strong: at % 2 === 1 }))
    .filter((run) => run.text);
}

/** The same text without the marks, for where characters are counted elsewhere. */
export const plain = (text: string): string => text.replaceAll("**", "");
