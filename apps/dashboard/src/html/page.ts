import { BOARD_PATH } from "../paths.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { STYLE } from "./style.ts";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The browser reloads the page after this time. */
  readonly refreshSeconds?: number | undefined;
}

/** A complete page without scripts. */
export function renderPage({ title, body, refreshSeconds }: Page): string {
  const refresh =
    refreshSeconds === undefined
      ? null
      : html`<meta http-equiv="refresh" content="${refreshSeconds}" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${refresh}
        <link rel="icon" type="image/svg+xml" href="${BOARD_PATH}/static/images/logo.svg" />
        <title>${title} · dashqueue</title>
        ${STYLE}
      </head>
      <body>
        <nav><a href="${BOARD_PATH}/">← Queues</a></nav>
        <main>${body}</main>
      </body>
    </html> `.html;
}

/** A page with one sentence. */
export function renderMessage(title: string, sentence: string, refreshSeconds?: number): string {
  const body = html`<h1>${title}</h1>
    <p>${sentence}</p>`;
  return renderPage({ title, body, refreshSeconds });
}
