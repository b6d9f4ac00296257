import { STATUSES } from "@dashqueue/queue/internal";

import type { Role } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { nextTryText, renderTryNow } from "../html/try-now.ts";
import { kindText } from "../texts/codes.ts";
import type { Translate } from "../texts/translate.ts";
import { statusText } from "../texts/words.ts";
import type { Attention, Button } from "./attention-item.ts";
import { attentionOf } from "./attention.ts";
import { endedSection } from "./ended-section.ts";
import { modelsSection } from "./models-section.ts";
import { moneySection } from "./money/money-section.ts";
import type { Overview } from "./read-overview.ts";
import { storageSection } from "./storage-section.ts";

const REFRESH_SECONDS = 5;

/**
 * The first page: what is stuck, why, what to do, and how much is where.
 *
 * @param role of the reader, who sees the buttons that it may use
 */
export function renderOverview(
  overview: Overview,
  now: number,
  t: Translate,
  role: Role = "viewer",
): string {
  const { accounts } = overview;
  const body = html`<h1>${t("Overview")}</h1>
    ${attentionSection(overview, { now, role }, t)} ${countsSection(overview, t)}
    ${endedSection(overview.ended, t)}
    <section>
      <h2>${t("Accounts")}</h2>
      ${renderTable(
        [t("Account"), t("State"), t("Queries a second"), t("Host")],
        accounts.map(({ name, pause, baseUrl, queriesPerSecond, queryLimit }) => [
          name,
          pause === null
            ? html`<span class="status succeeded">${t("good")}</span>`
            : html`<span class="status failed">${t("paused")}</span>
                <div>
                  ${t("DashScope refuses it for {time}: {kind}.", {
                    kind: kindText(pause.kind, "", t),
                    time: formatDuration(now - pause.since, t),
                  })}
                </div>`,
          queryUse(queriesPerSecond, queryLimit, t),
          new URL(baseUrl).host,
        ]),
        t("No worker is running."),
      )}
    </section>
    ${modelsSection(overview, now, t)} ${moneySection(overview, t)} ${storageSection(overview, t)}`;
  return renderPage({ title: t("Overview"), body, place: "/", refreshSeconds: REFRESH_SECONDS }, t);
}

function attentionSection(
  overview: Overview,
  { now, role }: { readonly now: number; readonly role: Role },
  t: Translate,
): Html {
  const items = attentionOf(overview, t);
  if (items.length === 0)
    return html`<section>
      <h2>${t("What needs attention")}</h2>
      <p>${t("Nothing: every account and every queue works.")}</p>
    </section>`;
  return html`<section class="bad">
    <h2>${t("What needs attention")}</h2>
    <ul class="attention">
      ${items.map((item) => renderItem(item, now, role, t))}
    </ul>
  </section>`;
}

function renderItem(item: Attention, now: number, role: Role, t: Translate): Html {
  const { what, why, whatToDo, where, help, path, since, nextTry, act, button } = item;
  const advice = t("What to do: {advice}", { advice: whatToDo });
  const mayAct = (needed: Role) => hasRole({ name: "", role }, needed);
  return html`<li>
    <strong>${path === null ? what : html`<a href="${path}">${what}</a>`}</strong>
    <br />${why}<br /><span class="quiet"
      ><a href="${where ?? help}">${advice}</a>${
        where === undefined ? null : html` · <a href="${help}">${t("Guide")}</a>`
      }</span
    >
    ${since ? html`<br />${t("Since {time}", { time: formatTime(since) })}` : null}
    ${
      !nextTry
        ? null
        : html`<br />${t("Next try: {time}", { time: nextTryText(nextTry, now, t) })}
            ${mayAct("operator") ? renderTryNow(nextTry, t) : null}`
    }
    ${!act ? null : html`<br /><a href="${act.path}">${act.text}</a>`}
    ${button !== undefined && mayAct(button.needs) ? renderButton(button) : null}
  </li>`;
}

function renderButton({ text, name, path, fields }: Button): Html {
  return html`<form method="post" action="${path}">
    ${Object.entries(fields).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`)}
    <button aria-label="${name}">${text}</button>
  </form>`;
}

function countsSection({ counts, workers }: Overview, t: Translate): Html {
  return html`<section>
    <h2>${t("Generations")}</h2>
    <ul class="counts">
      ${STATUSES.map(
        (status) =>
          html`<li class="${counts[status] === 0 ? "none" : "some"}">
            <a href="/generations?status=${status}"
              ><strong>${counts[status]}</strong>
              <span class="status ${status}">${statusText(status, t)}</span></a
            >
          </li>`,
      )}
      <li>
        <a href="/workers"
          ><strong>${workers}</strong>
          <span class="quiet">${workers === 1 ? t("worker") : t("workers")}</span></a
        >
      </li>
    </ul>
  </section>`;
}

function queryUse(used: number, limit: number | null, t: Translate): string {
  const count = used.toFixed(1);
  return limit === null ? count : t("{count} of {limit}", { count, limit });
}
