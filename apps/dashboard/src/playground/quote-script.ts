import type { RequestHandler } from "express";

import { html } from "../html/html.ts";

const PATH = "/playground.js";

/** Asks for a quote when the reader has stopped typing for a moment. */
const SCRIPT = `"use strict";
const form = document.querySelector("#playground");
let timer;
let latest = 0;
async function quote() {
  const asked = ++latest;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (asked !== latest) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const next = page.querySelector("#quote");
  if (next === null) {
    form.querySelector("#quote-failed").hidden = false;
    return;
  }
  for (const problem of form.querySelectorAll(".field > .problem"))
    problem.textContent = page.getElementById(problem.id)?.textContent ?? "";
  const focused = document.activeElement?.closest("#quote button");
  form.querySelector("#quote").replaceChildren(...next.childNodes);
  // The keyboard stays where it was.
  if (focused) form.querySelector(focused.matches(".main") ? "#quote .main" : "#quote button")?.focus();
}
form.addEventListener("input", () => {
  clearTimeout(timer);
  latest++;
  // The price on the button is of what was typed before.
  form.querySelector(".main")?.setAttribute("disabled", "");
  timer = setTimeout(quote, 600);
});
quote();
`;

/** Serves the script. */
export const quoteScript: RequestHandler = ({ path }, response, next) => {
  if (path === PATH) response.type("text/javascript").send(SCRIPT);
  else next();
};

export const quoteTags = html`<script src="${PATH}" defer></script>`;
