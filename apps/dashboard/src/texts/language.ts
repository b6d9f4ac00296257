import type { Request, Response } from "express";
import { Router } from "express";

import { LANGUAGES, TRANSLATIONS } from "./translate.ts";
import type { Translate } from "./translate.ts";
import { helpIn } from "./words.ts";

const COOKIE = "lang";
const YEAR_MS = 365 * 86_400_000;

/** The texts for a reader: in the language that they chose, else in that of the browser. */
export function translationFor({ req }: Pick<Response, "req">): Translate {
  const chosen = LANGUAGES.find((language) => chosenIn(req) === language);
  return TRANSLATIONS[chosen ?? (req.acceptsLanguages("en", "zh") === "zh" ? "zh" : "en")];
}

function chosenIn({ headers }: Request): string | undefined {
  return /(?:^|; *)lang=(\w+)/.exec(headers.cookie ?? "")?.[1];
}

/** Where the switch of the language sends its form. */
export function languagePath(language: string): string {
  return `/language/${language}`;
}

/**
 * Keeps the choice of a reader in a cookie, and returns to the page. `/docs` leads to the guides in
 * the language of the reader.
 */
export function languageRouter(): Router {
  const router = Router();
  for (const language of LANGUAGES)
    router.post(languagePath(language), ({ headers }, response) => {
      response.cookie(COOKIE, language, { maxAge: YEAR_MS, httpOnly: true, sameSite: "lax" });
      response.redirect(303, pathOf(headers.referer));
    });
  router.get("/docs", (_request, response) => {
    response.redirect(helpIn("/docs/guides", translationFor(response)));
  });
  return router;
}

/** The path of a page, and never another host. */
export function pathOf(referer: string | undefined, unknown = "/"): string {
  const page = URL.parse(referer ?? "");
  return page === null ? unknown : `${page.pathname.replace(/^\/+/, "/")}${page.search}`;
}
