/** What an article tells beside its answer (办事要素), as a form holds it. */
export const ELEMENTS = ["audience", "materials", "steps", "fees", "venue", "hours"] as const;

export type Elements = Record<(typeof ELEMENTS)[number], string>;

export const elementsOf = (told: Partial<Elements>): Elements =>
  Object.fromEntries(ELEMENTS.map((name) => [name, told[name] ?? ""])) as Elements;
