import type { RequestHandler } from "express";

import { html } from "./html.ts";
import type { Html } from "./html.ts";

const PATH = "/refresh.js";

/**
 * Replaces the content of a page by that of a newer one, until that one no longer asks for it. A
 * reader keeps the place, the focus and what is unfolded; while a field is being filled in, the
 * page waits. Without scripts, it reloads.
 */
const SCRIPT = `"use strict";
const { seconds } = document.currentScript.dataset;
const CONTROLS = "a, button, input, select, textarea, summary, [tabindex]";
const timer = setInterval(async () => {
  if (document.hidden) return;
  const isFilledIn = () => document.activeElement.matches("main :is(input:not([readonly]), select, textarea)");
  if (isFilledIn()) return;
  const answer = await fetch(location.href).catch(() => null);
  if (answer === null || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, next] = [document.querySelector("main"), page.querySelector("main")];
  if (isFilledIn()) return;
  const focused = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  old.querySelectorAll("details").forEach(({ open }, index) => {
    const same = next?.querySelectorAll("details")[index];
    if (same) same.open = open;
  });
  if (next !== null && next.innerHTML !== old.innerHTML) {
    old.replaceWith(next);
    next.querySelectorAll(CONTROLS)[focused]?.focus({ preventScroll: true });
  }
  document.title = page.title;
  if (page.querySelector("script[data-seconds]") === null) clearInterval(timer);
}, 1000 * seconds);
`;

/** Serves the script. */
export const refreshScript: RequestHandler = ({ path }, response, next) => {
  if (path === PATH) response.type("text/javascript").send(SCRIPT);
  else next();
};

/** What the head of a page needs to stay up to date. */
export function refreshTags(seconds: number): Html {
  return html`<noscript><meta http-equiv="refresh" content="${seconds}" /></noscript>
    <script src="${PATH}" data-seconds="${seconds}" defer></script>`;
}
