import type { NextTry } from "@dashqueue/queue/internal";

import { tryNowPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { formatDuration } from "./format.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** When what was refused is tried again, and when it was refused last. */
export function nextTryText({ at, refusedAt }: NextTry, now: number, t: Translate): string {
  const waitMs = Math.ceil((at - now) / 1_000) * 1_000;
  const next =
    waitMs <= 0 ? t("within seconds") : t("in {time}", { time: formatDuration(waitMs, t) });
  if (!refusedAt) return next;
  const agoMs = Math.floor((now - refusedAt) / 1_000) * 1_000;
  const ago = t("last refused {time} ago", { time: formatDuration(agoMs, t) });
  return t("{next} ({ago})", { next, ago });
}

/** The button that tries it at once. */
export function renderTryNow({ scope, name }: NextTry, t: Translate): Html {
  return html`<form method="post" action="${tryNowPath(scope, name)}">
    <button aria-label="${t("Try now: {name}", { name })}">${t("Try now")}</button>
  </form>`;
}
