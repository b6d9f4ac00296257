import type { ApiKey, Tenant, TenantSpending } from "@dashqueue/queue/internal";
import { DEFAULT_TENANT } from "@dashqueue/queue/internal";

import { hasRole } from "../auth/users.ts";
import type { User } from "../auth/users.ts";
import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { tenantPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { budgetDetail, budgetForm, budgetText } from "./budgets.ts";

/** A tenant, and what it has of its limits now. */
export interface TenantUse {
  readonly tenant: Tenant;
  readonly inFlight: number;
  readonly queued: number;
  readonly spending: TenantSpending;
}

export function renderTenants(tenants: readonly TenantUse[], t: Translate): string {
  const body = html`<h1>${t("Tenants")}</h1>
    <section>
      ${renderTable(
        [
          t("Tenant"),
          t("Name"),
          t("State"),
          t("Weight"),
          t("In flight"),
          t("Queued"),
          t("Today"),
          t("This month"),
        ],
        tenants.map((use) => [
          html`<a href="${tenantPath(use.tenant.id)}">${use.tenant.id}</a>`,
          use.tenant.name ?? "",
          stateOf(use.tenant, t),
          String(use.tenant.weight),
          ofLimit(use.inFlight, use.tenant.limits.maxInFlight, t),
          ofLimit(use.queued, use.tenant.limits.maxQueued, t),
          budgetText(use.tenant.limits.dailySpend, use.spending.daily_spend, t),
          budgetText(use.tenant.limits.monthlySpend, use.spending.monthly_spend, t),
        ]),
        t(
          "There are no tenants: everything belongs to the tenant default. Create one with POST /v1/admin/tenants, which needs ADMIN_TOKENS.",
        ),
      )}
    </section>`;
  return renderPage({ title: t("Tenants"), body, place: "/tenants" }, t);
}

export interface TenantPage {
  readonly use: TenantUse;
  readonly keys: readonly ApiKey[];
  /** The text of a key that was made just now. */
  readonly newKey: string | null;
  readonly user: User;
}

/** A tenant with its limits and keys. Its buttons are for admins. */
export function renderTenant({ use, keys, newKey, user }: TenantPage, t: Translate): string {
  const { tenant } = use;
  const { limits } = tenant;
  const path = tenantPath(tenant.id);
  const mayChange = hasRole(user, "admin");
  const body = html`<h1>${tenant.id}</h1>
    <p>${tenant.name ?? ""} ${stateOf(tenant, t)}</p>
    ${newKey === null ? null : newKeySection(newKey, t)}
    <section>
      <dl>
        ${fact(t("In flight"), ofLimit(use.inFlight, limits.maxInFlight, t))}
        ${fact(t("Queued"), ofLimit(use.queued, limits.maxQueued, t))}
        ${fact(t("Submissions a minute"), limits.submitsPerMinute ?? t("no limit"))}
        ${fact(t("Spent today"), budgetDetail(limits.dailySpend, use.spending.daily_spend, t))}
        ${fact(t("Spent this month"), budgetDetail(limits.monthlySpend, use.spending.monthly_spend, t))}
        ${fact(t("Models"), limits.models === null ? t("all") : limits.models.join(", "))}
        ${fact(t("Weight"), tenant.weight)}
        ${tenant.createdAt === 0 ? null : fact(t("Created"), formatTime(tenant.createdAt))}
      </dl>
      <p>
        <a href="/generations?tenant=${encodeURIComponent(tenant.id)}">${t("Its generations")}</a>
      </p>
      ${
        mayChange && tenant.id !== DEFAULT_TENANT
          ? button(
              `${path}/${tenant.disabledAt === null ? "disable" : "enable"}`,
              tenant.disabledAt === null ? t("Disable: refuse its keys") : t("Enable"),
            )
          : null
      }
    </section>
    ${
      mayChange
        ? html`<section>
            <h2>${t("Budgets")}</h2>
            ${budgetForm(`${path}/budgets`, tenant, t)}
          </section>`
        : null
    }
    <section>
      <h2>${t("Keys")}</h2>
      ${renderTable(
        [t("Key"), t("Created"), t("Expires"), t("Last used"), ...(mayChange ? [t("Action")] : [])],
        keys.map((key) => keyRow(key, mayChange ? path : null, t)),
        t("It has no key."),
      )}
      ${mayChange ? button(`${path}/keys`, t("Create a key")) : null}
    </section>`;
  return renderPage({ title: tenant.id, body, place: "/tenants" }, t);
}

function newKeySection(key: string, t: Translate): Html {
  return html`<section class="good">
    <h2>${t("New key")}</h2>
    <label class="copyable"
      ><span class="quiet">${t("Key")}</span>
      <input readonly value="${key}" aria-label="${t("New key")}"
    /></label>
    <p>${t("Copy it now: it is stored as a hash, and never shown again.")}</p>
  </section>`;
}

function keyRow(
  { id, createdAt, expiresAt, lastUsedAt }: ApiKey,
  path: string | null,
  t: Translate,
): (string | Html)[] {
  return [
    `${id}…`,
    formatTime(createdAt),
    expiresAt === null ? t("never") : formatTime(expiresAt),
    lastUsedAt === null ? t("never") : formatTime(lastUsedAt),
    ...(path === null
      ? []
      : [button(`${path}/keys/${encodeURIComponent(id)}/revoke`, t("Revoke"))]),
  ];
}

function button(action: string, text: string): Html {
  return html`<form method="post" action="${action}"><button>${text}</button></form>`;
}

function stateOf({ disabledAt }: Tenant, t: Translate): Html {
  return disabledAt === null
    ? html`<span class="status succeeded">${t("enabled")}</span>`
    : html`<span class="status failed">${t("disabled")}</span>
        ${t("since {time}", { time: formatTime(disabledAt) })}`;
}

function ofLimit(count: number, limit: number | null, t: Translate): string {
  return limit === null ? String(count) : t("{count} of {limit}", { count, limit });
}

function fact(name: string, value: string | number): Html {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}
