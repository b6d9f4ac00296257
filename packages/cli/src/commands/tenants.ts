import type { Tenant, TenantWithKeys } from "@dashqueue/client";
import type { Command } from "commander";

import type { TenantOptions } from "../request/tenant-body.ts";
import {
  allowance,
  amountLimit,
  decimal,
  limitsText,
  namesLimit,
  numberLimit,
  tenantBody,
} from "../request/tenant-body.ts";
import { operationText } from "../terminal/many-text.ts";
import { tableText } from "../terminal/table.ts";
import type { Context } from "./context.ts";
import { addWebhookSecrets } from "./webhook-secrets.ts";

/** Tenants and their keys. They need one of `ADMIN_TOKENS`. */
export function addTenants(program: Command, context: Context): void {
  const tenants = program
    .command("tenants")
    .description("tenants, their limits and keys; needs one of ADMIN_TOKENS as the token");
  addReading(tenants, context);
  addChanges(tenants, context);
  addKeys(tenants, context);
  addWebhookSecrets(tenants, context);
  addBulk(tenants, context);
}

function addReading(tenants: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  tenants.command("list").action(async () => {
    const all = await client().tenants.list({ signal });
    print(all, () => tableText(HEAD, all.map(rowOf)));
  });
  tenants.command("get <tenant>").action(async (id: string) => {
    const tenant = await client().tenants.get(id, { signal });
    print(tenant, () => withKeysText(tenant));
  });
}

function addChanges(tenants: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  withLimits(tenants.command("create <tenant>"))
    .description("create a tenant; its first key is shown once")
    .action(async (id: string, options: TenantOptions) => {
      const created = await client().tenants.create({ id, ...tenantBody(options) }, { signal });
      print(created, () => `${tableText(HEAD, [rowOf(created)])}\n${keyText(created.key)}`);
    });
  withLimits(tenants.command("change <tenant>"))
    .description("change what is named; `none` takes a limit away")
    .action(async (id: string, options: TenantOptions) => {
      const changed = await client().tenants.change(id, tenantBody(options), { signal });
      print(changed, () => tableText(HEAD, [rowOf(changed)]));
    });
  for (const action of ["disable", "enable"] as const) {
    tenants.command(`${action} <tenant>`).action(async (id: string) => {
      const changed = await client().tenants[action](id, { signal });
      print(changed, () => tableText(HEAD, [rowOf(changed)]));
    });
  }
}

function addKeys(tenants: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  tenants
    .command("add-key <tenant>")
    .description("add a key, which is shown once")
    .option("--expires-at <time>", "ISO 8601 with a time zone; never by default")
    .action(async (id: string, { expiresAt }: { readonly expiresAt?: string }) => {
      const added = await client().tenants.addKey(id, expiresAt, { signal });
      print(added, () => keyText(added.key));
    });
  tenants.command("remove-key <tenant> <key>").action(async (id: string, key: string) => {
    await client().tenants.removeKey(id, key, { signal });
    print({ removed: key }, () => `${key} is removed: it is refused within two seconds.`);
  });
}

function addBulk(tenants: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  tenants
    .command("bulk")
    .description("list the bulk operations of all tenants that have not finished")
    .action(async () => {
      const open = await client().tenants.bulkOperations({ signal });
      const rows = open.map(({ id, tenant, action, status, count, done }) => [
        id,
        tenant,
        action,
        status,
        `${done} of ${count}`,
      ]);
      print(open, () => tableText(["OPERATION", "TENANT", "ACTION", "STATUS", "DONE"], rows));
    });
  tenants
    .command("stop-bulk <operation>")
    .description("end a bulk operation early; what was done stays done")
    .action(async (id: string) => {
      const stopped = await client().tenants.cancelBulk(id, { signal });
      print(stopped, () => operationText(stopped));
    });
}

function withLimits(command: Command): Command {
  return command
    .option("--name <text>")
    .option("--weight <number>", "its share of the slots", decimal)
    .option("--max-in-flight <number>", "or none", numberLimit)
    .option("--max-queued <number>", "or none", numberLimit)
    .option("--submits-per-minute <number>", "or none", numberLimit)
    .option("--models <names>", "with commas, or none for all", namesLimit)
    .option("--daily-spend <amount>", 'such as "50 CNY", or none', amountLimit)
    .option("--monthly-spend <amount>", "or none", amountLimit)
    .option("--allow-unbounded-cost <true>", "despite a spending limit; or none", allowance);
}

const HEAD = ["TENANT", "NAME", "WEIGHT", "LIMITS", "DISABLED"];

function rowOf({ id, name, weight, limits, disabled_at: disabledAt }: Tenant): string[] {
  return [id, name ?? "", String(weight), limitsText(limits), disabledAt ?? ""];
}

function withKeysText(tenant: TenantWithKeys): string {
  const keys = tenant.keys.map((key) => [
    key.id,
    key.created_at,
    key.expires_at ?? "never",
    key.last_used_at ?? "never",
  ]);
  const table = tableText(["KEY", "CREATED", "EXPIRES", "LAST USED"], keys);
  return `${tableText(HEAD, [rowOf(tenant)])}\n\n${table}`;
}

function keyText(key: string): string {
  return `Key: ${key}\nKeep it now: it is not shown again.`;
}
