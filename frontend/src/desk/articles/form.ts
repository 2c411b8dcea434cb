/** An article as its form holds it: lists as lines of text. */
import type { Article, ArticleIn, Candidate, Gap } from "@/api/types";
import { elementsOf } from "./elements";

export const emptyArticle = () => ({
  key: "",
  title: "",
  body: "",
  files: [] as number[],
  ...elementsOf({}),
  variants: "",
  category: null as string | null,
  unit: null as string | null,
  district: "",
  source: "",
  clause: "",
  tags: "",
  valid_from: null as string | null,
  valid_to: null as string | null,
});

export type ArticleForm = ReturnType<typeof emptyArticle>;

export const formOf = (article: Article): ArticleForm => ({
  key: article.key,
  title: article.title,
  body: article.body,
  files: article.files.map((file) => file.id),
  ...elementsOf(article),
  variants: article.variants.join("\n"),
  category: article.category?.code ?? null,
  unit: article.unit?.code ?? null,
  district: article.district,
  source: article.source,
  clause: article.clause,
  tags: article.tags.join("、"),
  valid_from: article.valid_from ?? null,
  valid_to: article.valid_to ?? null,
});

/** A new article for what nothing answered: its words as the title, the ways it was asked as variants. */
export const fromGap = (gap: Gap): ArticleForm => ({
  ...emptyArticle(),
  title: gap.question,
  variants: [...new Set(gap.askings.map((one) => one.question))].filter((q) => q !== gap.question).join("\n"),
});

/** A new article for what was answered well: the question as the title, the answer to be put into general words. */
export const fromCandidate = (one: Candidate): ArticleForm => ({
  ...emptyArticle(),
  title: one.question,
  body: one.answer,
  unit: one.unit?.code ?? null,
});

export function articleOf({ key: _, ...form }: ArticleForm): ArticleIn {
  return { ...form, variants: parts(form.variants, /\n/), tags: parts(form.tags, /[、,，\n]/) };
}

const parts = (text: string, at: RegExp): string[] =>
  text
    .split(at)
    .map((part) => part.trim())
    .filter(Boolean);
