import type { NextTry } from "@dashqueue/queue/internal";

import { tryNowPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { formatDuration } from "./format.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** When what was refused is tried again. */
export function nextTryText({ at }: NextTry, now: number, t: Translate): string {
  const waitMs = Math.ceil((at - now) / 1_000) * 1_000;
  return waitMs <= 0 ? t("within seconds") : t("in {time}", { time: formatDuration(waitMs, t) });
}

/** The button that tries it at once. */
export function renderTryNow({ scope, name }: NextTry, t: Translate): Html {
  return html`<form method="post" action="${tryNowPath(scope, name)}">
    <button aria-label="${t("Try now: {name}", { name })}">${t("Try now")}</button>
  </form>`;
}
