import type { Generation, GenerationView, Uncertain } from "@dashqueue/queue/internal";

import { formatConsoleTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { kindText } from "../texts/codes.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { adviceText, helpIn } from "../texts/words.ts";
import { fact } from "./fact.ts";
import { chargedText } from "./generation-text.ts";

const UNCERTAIN_HELP = "/docs/operations/alerts#dashqueueuncertain";
const UNCERTAIN_CHARGE =
  "not known yet (at risk). dashqueue buys nothing else for it until this is settled.";

/**
 * Why a generation failed or is uncertain, and what to do.
 *
 * @param isUnread whether the provider's list, which settles most lost create requests, cannot be
 * read
 */
export function renderError(
  generation: Generation,
  { error }: GenerationView,
  isUnread: boolean,
  t: Translate,
): Html | null {
  if (error === null) return null;
  const { status } = generation;
  return html`<section class="bad">
    <h2>${t(errorTitle(status))}</h2>
    <p>${messageText(error.message, t)}</p>
    <dl>
      <dt>${t("What to do")}</dt>
      <dd>
        ${
          status === "uncertain"
            ? html`<a href="${helpIn(UNCERTAIN_HELP, t)}"
                >${uncertainAdvice(generation, isUnread, t)}</a
              >`
            : html`<a href="${helpIn(error.help, t)}">${adviceText(error.kind, t, error.code)}</a>`
        }
      </dd>
      <dt>${t("Kind")}</dt>
      <dd>${kindText(error.kind, error.code, t)}</dd>
      ${fact(t("Charged"), status === "uncertain" ? t(UNCERTAIN_CHARGE) : chargedText(error.charged, t))}
      ${fact(t("Request ID"), error.request_id)}
    </dl>
  </section>`;
}

function errorTitle(status: GenerationView["status"]) {
  if (status === "failed") return "Why it failed";
  return status === "archiving" ? "Why its files are not copied yet" : "What is unknown";
}

/** The kind of its failure says only how the answer was lost. */
function uncertainAdvice({ request, attempt }: Uncertain, isUnread: boolean, t: Translate): string {
  const values = { model: request.model, time: formatConsoleTime(attempt.begunAt, t) };
  return isUnread
    ? t(
        "Do not submit it again. Search DashScope's console for a task of {model} that was created at about {time}. An operator can state below what was found.",
        values,
      )
    : t(
        "Do not submit it again. Most are settled within minutes. If this one is not, search DashScope's console for a task of {model} that was created at about {time}. An operator can state below what was found.",
        values,
      );
}
