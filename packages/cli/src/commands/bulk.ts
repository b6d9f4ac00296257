import type {
  BulkAction,
  BulkFilter,
  BulkOperation,
  BulkPreview,
  Generation,
} from "@dashqueue/client";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";

import { pairsOf } from "../request/submission.ts";
import { openCount } from "../terminal/count-progress.ts";
import { EXIT } from "../terminal/exit-code.ts";
import { operationText, previewText } from "../terminal/many-text.ts";
import type { FilterOptions } from "./arguments.ts";
import { withFilter } from "./arguments.ts";
import type { Context } from "./context.ts";

type Confirmation = BulkPreview["confirm"];

interface BulkOptions extends FilterOptions {
  readonly dryRun?: boolean;
  readonly confirm?: Confirmation;
  readonly idempotencyKey?: string;
  readonly wait: boolean;
}

const ACTIONS: Readonly<Record<BulkAction, string>> = {
  cancel: "cancel what has not ended",
  delete: "delete what has ended, with its files; needs --confirm",
  regenerate: "submit what has ended again, which is charged again; needs --confirm",
  archive: "copy the files of what is archiving now",
  redeliver:
    "send again the webhook messages that failed, also those that wait for their next attempt",
};

/** One action on all generations that a filter finds. */
export function addBulk(program: Command, context: Context): void {
  const { terminal, client, print } = context;
  const { signal } = terminal;
  const bulk = program
    .command("bulk")
    .description("do one thing to all generations that a filter finds");
  for (const [action, description] of Object.entries(ACTIONS))
    withFilter(bulk.command(action))
      .description(description)
      .option("--dry-run", "show how many there are and what it can cost; nothing is done")
      .option("--confirm <text>", "what --dry-run has shown", confirmationOf)
      .option("--idempotency-key <key>", "the same key and filter are one operation")
      .option("--no-wait", "do not wait until it has finished")
      .action((options: BulkOptions) => act(context, action as BulkAction, options));
  bulk
    .command("show <operation>")
    .description("show how far an operation is")
    .action(async (id: string) => {
      const found = await client().bulk.get(id, { signal });
      print(found, () => operationText(found));
    });
  bulk
    .command("wait <operation>")
    .description("wait until an operation has finished")
    .action(async (id: string) =>
      waitForOperation(context, await client().bulk.get(id, { signal })),
    );
  bulk
    .command("stop <operation>")
    .description("end an operation early; what was done stays done")
    .action(async (id: string) => {
      const stopped = await client().bulk.cancel(id, { signal });
      print(stopped, () => operationText(stopped));
    });
}

async function act(context: Context, action: BulkAction, options: BulkOptions): Promise<void> {
  const { terminal, print } = context;
  const { signal } = terminal;
  const client = context.client();
  const { dryRun, confirm, idempotencyKey, wait } = options;
  const filter = filterOf(options);
  const isUnconfirmed = (action === "regenerate" || action === "delete") && confirm === undefined;
  if (dryRun === true || isUnconfirmed) {
    const preview = await client.bulk.preview(action, filter, { signal });
    print(preview, () => previewText(preview));
    const code = Buffer.from(JSON.stringify(preview.confirm)).toString("base64url");
    terminal.err(`Nothing was done. To do it, repeat the command with --confirm ${code}\n`);
    return;
  }
  const given = { confirm, idempotencyKey, signal };
  const { operation, isReplay } = await client.bulk.start(action, filter, given);
  if (isReplay) terminal.err("This key was used before: this is its operation.\n");
  if (wait) return waitForOperation(context, operation);
  print(operation, () => operationText(operation));
}

async function waitForOperation(context: Context, { id, count }: BulkOperation): Promise<void> {
  const { terminal, client, print, exitWith } = context;
  const { signal } = terminal;
  const display = await openCount(terminal, id, count);
  let operation: BulkOperation;
  try {
    operation = await client().bulk.wait(id, {
      signal,
      pollMs: POLL_MS,
      onProgress: ({ done, skipped, failed }) => display.show(done + skipped + failed),
    });
  } finally {
    display.close();
  }
  print(operation, () => operationText(operation));
  if (operation.failed > 0 || operation.status === "canceled") exitWith(EXIT.failed);
}

const POLL_MS = 1_000;

function filterOf({ status, metadata, ...options }: BulkOptions): BulkFilter {
  const { model, words, createdAfter, createdBefore, batch, webhook } = options;
  return {
    model,
    words,
    createdAfter,
    createdBefore,
    batch,
    webhook,
    // The server names the statuses, if one is wrong.
    status: status?.split(",") as Generation["status"][] | undefined,
    metadata: metadata && pairsOf("--metadata", metadata),
  };
}

function confirmationOf(code: string): Confirmation {
  try {
    return JSON.parse(Buffer.from(code, "base64url").toString()) as Confirmation;
  } catch {
    throw new InvalidArgumentError("Copy the whole text that the command has shown.");
  }
}
