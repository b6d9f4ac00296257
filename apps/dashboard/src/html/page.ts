import type { Response } from "express";

import { BOARD_PATH } from "../paths.ts";
import { languagePath } from "../texts/language.ts";
import type { Language, Translate } from "../texts/translate.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { refreshTags } from "./refresh.ts";
import { STYLE } from "./style.ts";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The content is renewed each time this has passed. */
  readonly refreshSeconds?: number | undefined;
  /** More for the head, such as a script. */
  readonly head?: Html;
}

const PLACES = [
  ["/", "Overview"],
  ["/generations", "Generations"],
  ["/playground", "Playground"],
  ["/costs", "Costs"],
  ["/tenants", "Tenants"],
  ["/limits", "Limits"],
  [`${BOARD_PATH}/`, "Queues"],
  ["/audit", "Audit log"],
] as const;

/** A complete page in the language of `t`. */
export function renderPage({ title, body, refreshSeconds, head }: Page, t: Translate): string {
  return html`<!doctype html>
    <html lang="${t.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${refreshSeconds === undefined ? null : refreshTags(refreshSeconds)} ${head ?? null}
        <link rel="icon" type="image/svg+xml" href="${BOARD_PATH}/static/images/logo.svg" />
        <title>${title} · dashqueue</title>
        ${STYLE}
      </head>
      <body>
        <nav>
          ${PLACES.map(([path, name]) => html`<a href="${path}">${t(name)}</a> `)}
          ${t.language === "en" ? languageSwitch("zh", "中文") : languageSwitch("en", "English")}
        </nav>
        <main>${body}</main>
      </body>
    </html> `.html;
}

function languageSwitch(language: Language, name: string): Html {
  return html`<form method="post" action="${languagePath(language)}" class="language">
    <button lang="${language}">${name}</button>
  </form>`;
}

/** Sends a page that no cache keeps. */
export function sendPage(response: Response, page: string, status = 200): void {
  response.status(status).set("Cache-Control", "no-store").type("text/html").send(page);
}

/** A page with one sentence. */
export function renderMessage(
  title: string,
  sentence: string,
  t: Translate,
  refreshSeconds?: number,
): string {
  const body = html`<h1>${title}</h1>
    <p>${sentence}</p>`;
  return renderPage({ title, body, refreshSeconds }, t);
}
