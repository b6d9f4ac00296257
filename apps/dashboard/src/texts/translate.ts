import { ZH } from "./zh/zh.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text of the pages, in English, as it stands in the code. Each has a Chinese one. */
export type Text = keyof typeof ZH;

/** The names between braces. */
type NameIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NameIn<Rest>
  : never;

type Values<T extends string> = [NameIn<T>] extends [never]
  ? []
  : [values: Readonly<Record<NameIn<T>, string | number>>];

/** Returns a text in the language of the reader, with its values: `t("{count} min", { count })`. */
export interface Translate {
  <T extends Text>(text: T, ...values: Values<T>): string;
  readonly language: Language;
}

function translateTo(language: Language): Translate {
  const translate = (text: Text, values: Readonly<Record<string, string | number>> = {}) =>
    (language === "en" ? text : ZH[text]).replaceAll(/\{(\w+)\}/g, (name, key: string) =>
      String(values[key] ?? name),
    );
  return Object.assign(translate, { language });
}

export const TRANSLATIONS: Readonly<Record<Language, Translate>> = {
  en: translateTo("en"),
  zh: translateTo("zh"),
};
