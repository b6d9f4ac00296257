import type { ApiKey, Tenant, TenantSpending } from "@dashqueue/queue/internal";

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
  const body = html`<h1>Tenants</h1>
    <section>
      ${renderTable(
        ["Tenant", "Name", "State", "Weight", "In flight", "Queued", "Today", "This month"],
        tenants.map((use) => [
          html`<a href="${tenantPath(use.tenant.id)}">${use.tenant.id}</a>`,
          use.tenant.name ?? "",
          stateOf(use.tenant),
          String(use.tenant.weight),
          ofLimit(use.inFlight, use.tenant.limits.maxInFlight),
          ofLimit(use.queued, use.tenant.limits.maxQueued),
          budgetText(use.tenant.limits.dailySpend, use.spending.daily_spend),
          budgetText(use.tenant.limits.monthlySpend, use.spending.monthly_spend),
        ]),
        "There are no tenants: everything belongs to the tenant default. Create one with POST /v1/admin/tenants.",
      )}
    </section>`;
  return renderPage({ title: "Tenants", body }, t);
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
    <p>${tenant.name ?? ""} ${stateOf(tenant)}</p>
    ${newKey === null ? null : newKeySection(newKey)}
    <section>
      <dl>
        ${fact("In flight", ofLimit(use.inFlight, limits.maxInFlight))}
        ${fact("Queued", ofLimit(use.queued, limits.maxQueued))}
        ${fact("Submissions a minute", limits.submitsPerMinute)}
        ${fact("Spent today", budgetDetail(limits.dailySpend, use.spending.daily_spend))}
        ${fact("Spent this month", budgetDetail(limits.monthlySpend, use.spending.monthly_spend))}
        ${fact("Models", limits.models === null ? "all" : limits.models.join(", "))}
        ${fact("Weight", tenant.weight)} ${fact("Created", formatTime(tenant.createdAt))}
      </dl>
      <p><a href="/generations?tenant=${encodeURIComponent(tenant.id)}">Its generations</a></p>
      ${
        mayChange
          ? button(
              `${path}/${tenant.disabledAt === null ? "disable" : "enable"}`,
              tenant.disabledAt === null ? "Disable: refuse its keys" : "Enable",
            )
          : null
      }
    </section>
    ${
      mayChange
        ? html`<section>
            <h2>Budgets</h2>
            ${budgetForm(`${path}/budgets`, tenant)}
          </section>`
        : null
    }
    <section>
      <h2>Keys</h2>
      ${renderTable(
        ["Key", "Created", "Expires", "Last used", ...(mayChange ? ["Action"] : [])],
        keys.map((key) => keyRow(key, mayChange ? path : null)),
        "It has no key.",
      )}
      ${mayChange ? button(`${path}/keys`, "Create a key") : null}
    </section>`;
  return renderPage({ title: tenant.id, body }, t);
}

function newKeySection(key: string): Html {
  return html`<section class="good">
    <h2>New key</h2>
    <label class="copyable"
      ><span class="quiet">Key</span> <input readonly value="${key}" aria-label="New key"
    /></label>
    <p>Copy it now: it is stored as a hash, and never shown again.</p>
  </section>`;
}

function keyRow(
  { id, createdAt, expiresAt, lastUsedAt }: ApiKey,
  path: string | null,
): (string | Html)[] {
  return [
    `${id}…`,
    formatTime(createdAt),
    expiresAt === null ? "never" : formatTime(expiresAt),
    lastUsedAt === null ? "never" : formatTime(lastUsedAt),
    ...(path === null ? [] : [button(`${path}/keys/${encodeURIComponent(id)}/revoke`, "Revoke")]),
  ];
}

function button(action: string, text: string): Html {
  return html`<form method="post" action="${action}"><button>${text}</button></form>`;
}

function stateOf({ disabledAt }: Tenant): Html {
  return disabledAt === null
    ? html`<span class="status succeeded">enabled</span>`
    : html`<span class="status failed">disabled</span> since ${formatTime(disabledAt)}`;
}

function ofLimit(count: number, limit: number | null): string {
  return limit === null ? String(count) : `${count} of ${limit}`;
}

function fact(name: string, value: string | number | null): Html {
  return html`<dt>${name}</dt>
    <dd>${value ?? "no limit"}</dd>`;
}
