import type { Command } from "commander";

import { tableText } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** With what the webhooks of a tenant are signed; below `tenants`. */
export function addWebhookSecrets(tenants: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  tenants
    .command("webhook-secrets <tenant>")
    .description("list the secrets that sign its webhooks; without any, WEBHOOK_SECRET signs")
    .action(async (id: string) => {
      const secrets = await client().tenants.webhookSecrets(id, { signal });
      const rows = secrets.map((secret) => [
        secret.id,
        secret.prefix,
        secret.created_at,
        secret.expires_at ?? "never",
      ]);
      print(secrets, () => tableText(["SECRET", "BEGINS WITH", "CREATED", "EXPIRES"], rows));
    });
  tenants
    .command("add-webhook-secret <tenant>")
    .description("add a secret, which is shown once; the others sign as well")
    .option("--expires-at <time>", "ISO 8601 with a time zone; never by default")
    .action(async (id: string, { expiresAt }: { readonly expiresAt?: string }) => {
      const added = await client().tenants.addWebhookSecret(id, expiresAt, { signal });
      print(added, () => `Secret: ${added.secret}\nKeep it now: it is not shown again.`);
    });
  tenants
    .command("remove-webhook-secret <tenant> <secret>")
    .action(async (id: string, secret: string) => {
      await client().tenants.removeWebhookSecret(id, secret, { signal });
      print({ removed: secret }, () => `${secret} is removed.`);
    });
}
