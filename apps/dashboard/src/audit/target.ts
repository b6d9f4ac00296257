import type { AuditEntry } from "@dashqueue/queue/internal";

import { shorten } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { generationPath, jobPath, operationsPath, queuePath, tenantPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";

type Asked = Pick<AuditEntry, "action" | "target">;

/** What a change was about, as a link to its page where there is one. */
export function renderTarget({ action, target }: Asked, t: Translate): Html | string {
  if (target === null) return "";
  const [first = "", ...rest] = target.split(" ");
  const more = rest.join(" ");
  const [subject = ""] = /^[a-z]+/.exec(action) ?? [];
  switch (subject) {
    case "generation":
      return action === "generation-submit"
        ? target
        : html`${link(generationPath(first), first)} ${more === "no task" ? t("no task") : more}`;
    case "webhook":
      return html`${link(generationPath(first), first)} ${t("attempt {n}", { n: more })}`;
    case "bulk":
      return html`${target.split(", ").map((one) => html`<div>${bulkTarget(one, t)}</div>`)}`;
    case "limit":
      return link("/limits", `${first} · ${more === "*" ? t("all models") : more}`);
    case "tenant":
    case "budgets":
    case "key":
      return html`${link(tenantPath(first), first)} ${more}`;
    case "worker":
      return link("/workers", more.replace(/^on /, ""));
    case "put":
      return action.includes(":jobId")
        ? link(jobPath(first, more), `${first} ${more}`)
        : html`${link(queuePath(first), first)} ${more}`;
    default:
      return target;
  }
}

/** The whole id is in the link. */
const LONGEST_ID = 13;

/** An operation, and on how many generations of which tenant. */
function bulkTarget(target: string, t: Translate): Html {
  const [id = "", count, , ...tenant] = target.split(" ");
  const given =
    count === undefined ? "" : t("{count} of {tenant}", { count, tenant: tenant.join(" ") });
  return html`${link(operationsPath([id]), shorten(id, LONGEST_ID))} ${given}`;
}

function link(path: string, text: string): Html {
  return html`<a href="${path}">${text}</a>`;
}
