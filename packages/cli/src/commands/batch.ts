import type { Batch } from "@dashqueue/client";
import type { Command } from "commander";

import { linesWithUploads } from "../request/batch-lines.ts";
import { openCount } from "../terminal/count-progress.ts";
import { EXIT } from "../terminal/exit-code.ts";
import { batchQuoteText, batchText } from "../terminal/many-text.ts";
import type { Context } from "./context.ts";
import { readLocal, readText } from "../request/read-text.ts";

interface SubmitOptions {
  readonly idempotencyKey?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
}

/** Many submissions that are accepted together. */
export function addBatch(program: Command, context: Context): void {
  const { terminal, client, print } = context;
  const { signal } = terminal;
  const batch = program.command("batch").description("many requests, all accepted or none");
  batch
    .command("submit <file>")
    .description("submit JSON Lines, one request a line; - reads stdin; local files are uploaded")
    .option("--idempotency-key <key>", "the same key and lines are one batch")
    .option("--dry-run", "say what it would cost; nothing is bought")
    .option("--wait", "wait until all have ended")
    .action((file: string, options: SubmitOptions) => submit(context, file, options));
  batch
    .command("get <id>")
    .description("show how far a batch is, and what it costs so far")
    .action(async (id: string) => {
      const found = await client().batches.get(id, { signal });
      print(found, () => batchText(found));
    });
  batch
    .command("wait <id>")
    .description("wait until all generations of a batch have ended")
    .action(async (id: string) =>
      waitForBatch(context, await client().batches.get(id, { signal })),
    );
  batch
    .command("results <id>")
    .description("print what became of each line as JSON Lines, in their order")
    .action(async (id: string) => {
      for await (const line of client().batches.results(id, { signal }))
        terminal.out(`${JSON.stringify(line)}\n`);
    });
  batch
    .command("cancel <id>")
    .description("cancel what has not ended, as far as the provider allows it")
    .action(async (id: string) => {
      const canceled = await client().batches.cancel(id, { signal });
      print(canceled, () => batchText(canceled));
    });
}

async function submit(context: Context, file: string, options: SubmitOptions): Promise<void> {
  const { terminal, print } = context;
  const { signal } = terminal;
  const client = context.client();
  const upload = async (path: string) =>
    (await client.upload(await readLocal(path), { signal })).url;
  const lines = await linesWithUploads(await readText(terminal, file), upload);
  const { idempotencyKey, dryRun, wait } = options;
  if (dryRun === true) {
    const quote = await client.batches.quote(lines, { signal });
    return print(quote, () => batchQuoteText(quote));
  }
  const { batch, isReplay } = await client.batches.submit(lines, { idempotencyKey, signal });
  if (isReplay) terminal.err("This key was used before: nothing was bought.\n");
  if (wait === true) return waitForBatch(context, batch);
  print(batch, () => batchText(batch));
}

/** Waits with a progress bar until all have ended. */
async function waitForBatch(context: Context, { id, count }: Batch): Promise<void> {
  const { terminal, client, print, exitWith } = context;
  const { signal } = terminal;
  const display = await openCount(terminal, id, count);
  const onInterrupt = () =>
    terminal.err(`\nIt continues. To wait again: dashqueue batch wait ${id}\n`);
  signal.addEventListener("abort", onInterrupt, { once: true });
  let batch: Batch;
  try {
    batch = await client().batches.wait(id, {
      signal,
      // For its costs, the server reads every generation.
      pollMs: Math.max(1_000, count),
      onProgress: ({ ended }) => display.show(ended),
    });
  } finally {
    display.close();
    signal.removeEventListener("abort", onInterrupt);
  }
  print(batch, () => batchText(batch));
  const { failed, canceled } = batch.statuses;
  if (failed + canceled > 0) exitWith(EXIT.failed);
}
