import type { Generation, GenerationView } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import { mediaKindOf } from "@dashqueue/service";

import { formatDuration, shorten } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { costShort, webhookTrouble } from "../pages/generation-text.ts";
import { filePath, generationPath, posterPath } from "../paths.ts";
import { reasonText } from "../texts/codes.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { statusText } from "../texts/words.ts";
import { renderBulkForm } from "./bulk-form.ts";
import { renderFilter } from "./filter-form.ts";
import type { ListQuery } from "./list-query.ts";
import { listPath } from "./list-query.ts";
import { posterTags } from "./poster-script.ts";

type Reason = NonNullable<GenerationView["waiting"]>["reason"];

export interface ListPage {
  readonly query: ListQuery;
  /** Newest first. */
  readonly generations: readonly Generation[];
  /** Why each of them waits, by its id; `slot` for one that does not. */
  readonly waiting: ReadonlyMap<string, Reason>;
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
  readonly models: readonly string[];
  /** Whether the reader may change something. */
  readonly mayAct: boolean;
  /** What is wrong with the filter, which is then not applied. */
  readonly problem: string | null;
}

/** The generations, newest first, with their pictures. */
export function renderList(
  { query, generations, waiting, next, models, mayAct, problem }: ListPage,
  now: number,
  t: Translate,
): string {
  const emptyText =
    problem ??
    (next === null ? t("No generation matches.") : t("None of the newest ones matches."));
  const body = html`<h1>${t("Generations")}</h1>
    ${renderFilter({ query, models, problem }, t)}
    <section>
      ${renderTable(
        [t("Result"), t("Prompt"), t("Status"), t("Model"), t("Tenant"), t("Created"), t("Cost")],
        generations.map((generation) =>
          rowOf(generation, waiting.get(generation.id) ?? "slot", query, now, t),
        ),
        emptyText,
      )}
      ${
        next === null
          ? null
          : html`<p><a href="${listPath(query, next)}" rel="next">${t("Older ones")} →</a></p>`
      }
    </section>
    ${mayAct && generations.length > 0 ? renderBulkForm(query, t) : null}`;
  return renderPage({ title: t("Generations"), body, place: "/generations", head: posterTags }, t);
}

const LONGEST_PROMPT = 120;

function rowOf(
  generation: Generation,
  reason: Reason,
  { webhook }: ListQuery,
  now: number,
  t: Translate,
): (string | Html)[] {
  const { id, status, request, tenant, createdAt, metadata } = generation;
  const { prompt } = request.input;
  const shown = typeof prompt === "string" ? shorten(prompt, LONGEST_PROMPT) : "";
  return [
    preview(generation),
    html`<a href="${generationPath(id)}">${shown === "" ? id : shown}</a>
      <div class="quiet">${Object.entries(metadata).map(entryOf)}</div>`,
    html`<span class="status ${status}">${statusText(status, t)}</span>
      ${reason === "slot" ? null : html`<div class="quiet">${t("waits: {reason}", { reason: reasonText(reason, t) })}</div>`}
      ${webhookMark(generation, t)}
      ${webhook === undefined ? null : html`<div class="quiet">${deliveryProblem(generation, t)}</div>`}`,
    html`<span class="fixed">${request.model}</span>`,
    tenant,
    html`<span class="fixed"
      >${t("{time} ago", { time: formatDuration(now - createdAt, t) })}</span
    >`,
    html`<span class="fixed">${costShort(generation, t)}</span>`,
  ];
}

function webhookMark(generation: Generation, t: Translate): Html | null {
  const trouble = webhookTrouble(viewOf(generation).webhook, t);
  if (trouble === null) return null;
  const { text, isGivenUp } = trouble;
  return html`<div class="status ${isGivenUp ? "failed" : "pending"}">${text}</div>`;
}

/** Where the message about the end was to go, and why it is not there. */
function deliveryProblem({ webhookUrl, delivery }: Generation, t: Translate): string {
  const host = webhookUrl === null ? "" : new URL(webhookUrl).host;
  return [host, messageText(delivery?.lastError ?? "", t)].filter((part) => part !== "").join(": ");
}

function entryOf([key, value]: readonly [string, string]): Html {
  return html`${key}=${value} `;
}

/** The first picture or video; a browser loads only what is in view. */
function preview(generation: Generation): Html | string {
  const [file] = viewOf(generation).output?.files ?? [];
  if (file === undefined) return "";
  const path = filePath(generation.id, file.name);
  const kind = mediaKindOf(file.content_type);
  if (kind === "image") return html`<img class="small" src="${path}" alt="" loading="lazy" />`;
  if (kind === "video")
    return html`<video
      class="small"
      src="${posterPath(path)}"
      preload="none"
      muted
      playsinline
    ></video>`;
  return html`<span class="quiet">${file.name}</span>`;
}
