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
  /** Where it is in the navigation. */
  readonly place?: Place;
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
  ["/workers", "Workers"],
  [`${BOARD_PATH}/`, "Queues"],
  ["/audit", "Audit log"],
  ["/docs", "Guides"],
] as const;
type Place = (typeof PLACES)[number][0];

/** The part of the navigation to which a path belongs. */
export function placeOf(path: string): Place | undefined {
  const first = `/${path.split("/")[1] ?? ""}`;
  return PLACES.find(([place]) => place === first)?.[0];
}

/** A complete page in the language of `t`. */
export function renderPage(page: Page, t: Translate): string {
  const { title, body, refreshSeconds, head, place } = page;
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
        <header>
          <a class="brand" href="/">dashqueue</a>
          <nav>${PLACES.map(([path, name]) => navLink(path, t(name), path === place))}</nav>
          ${t.language === "en" ? languageSwitch("zh", "中文") : languageSwitch("en", "English")}
        </header>
        <main>${body}</main>
      </body>
    </html> `.html;
}

function navLink(path: string, name: string, isHere: boolean): Html {
  return html`<a href="${path}" ${isHere ? html`aria-current="page"` : null}>${name}</a>`;
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

/**
 * A page with one sentence.
 *
 * @param place to which it leads back
 */
export function renderMessage(
  title: string,
  sentence: string,
  t: Translate,
  { refreshSeconds, place }: Pick<Page, "refreshSeconds" | "place"> = {},
): string {
  const [path, name] = PLACES.find(([known]) => known === place) ?? [];
  const body = html`<h1>${title}</h1>
    <p>${sentence}</p>
    ${path === undefined ? null : html`<p><a href="${path}">${t("Back to: {name}", { name: t(name) })}</a></p>`}`;
  return renderPage({ title, body, refreshSeconds, ...(place === undefined ? {} : { place }) }, t);
}
