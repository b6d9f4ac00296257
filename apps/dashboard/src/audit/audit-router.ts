import type { AuditEntry, AuditLog } from "@dashqueue/queue/internal";
import { Router } from "express";

import { formatTime } from "../html/format.ts";
import { html } from "../html/html.ts";
import { renderPage, sendPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import { actionText, changesText } from "./action-text.ts";
import { renderTarget } from "./target.ts";

const PAGE = 100;

/** The page of the audit log. */
export function auditRouter({ audit }: { readonly audit: Pick<AuditLog, "list"> }): Router {
  const router = Router();
  router.get("/audit", async (request, response) => {
    const offset = Number(request.query["offset"] ?? 0);
    sendPage(
      response,
      renderAudit(await audit.list(offset, PAGE), offset, translationFor(response)),
    );
  });
  return router;
}

export function renderAudit(entries: readonly AuditEntry[], offset: number, t: Translate): string {
  const body = html`<h1>${t("Audit log")}</h1>
    <p class="quiet">
      ${t("Who asked for a change, in the dashboard or with one of ADMIN_TOKENS.")}
    </p>
    <section>
      ${renderTable(
        [t("Time"), t("Who"), t("What"), t("About"), t("Changes"), t("Allowed")],
        entries.map(({ at, actor, action, target, changes, allowed }) => [
          html`<span class="fixed time">${formatTime(at)}</span>`,
          actor,
          actionText(action, t),
          renderTarget({ action, target }, t),
          changesText(changes, t),
          allowed ? t("yes") : html`<span class="problem">${t("refused")}</span>`,
        ]),
        t("Nothing was changed yet."),
      )}
      ${
        entries.length < PAGE
          ? null
          : html`<p>
              <a href="/audit?offset=${offset + PAGE}" rel="next">${t("Older ones")} →</a>
            </p>`
      }
    </section>`;
  return renderPage({ title: t("Audit log"), body, place: "/audit" }, t);
}
