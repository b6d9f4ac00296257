import type { Generation } from "@dashqueue/client";
import type { Command } from "commander";

import { pairsOf } from "../request/submission.ts";
import { generationsText, generationText } from "../terminal/generation-text.ts";
import type { Context } from "./context.ts";
import type { FilterOptions } from "./arguments.ts";
import { wholeNumber, withFilter } from "./arguments.ts";
import { waitAndSave } from "./wait-and-save.ts";

interface ListOptions extends FilterOptions {
  readonly limit: number;
}

/** What reads generations, and ends them. */
export function addGenerations(program: Command, context: Context): void {
  const { terminal, client, print } = context;
  const { signal } = terminal;
  program
    .command("get <id>")
    .description("show a generation")
    .action(async (id: string) => {
      const generation = await client().get(id, { signal });
      print(generation, () => generationText(generation));
    });
  program
    .command("wait <id>")
    .description("wait until a generation has ended")
    .option("--save <folder>", "save its files there")
    .action((id: string, { save }: { readonly save?: string }) => waitAndSave(context, id, save));
  withFilter(program.command("list"))
    .description("list generations, the newest first; with --json, one on each line")
    .option("--limit <number>", "at most this many", wholeNumber, 20)
    .action((options: ListOptions) => list(context, options));
  program
    .command("delete <id>")
    .description("delete an ended generation with its files; its costs stay counted")
    .action(async (id: string) => {
      await client().delete(id, { signal });
      print({ deleted: id }, () => `${id} is deleted.`);
    });
  program
    .command("cancel <id>")
    .description("cancel a generation, if the provider still allows it")
    .action(async (id: string) => {
      const generation = await client().cancel(id, { signal });
      print(generation, () => generationText(generation));
      if (generation.cancel === "refused")
        terminal.err("The provider refused: the task continues and will be charged.\n");
    });
}

async function list(
  { terminal, client, print, isJson }: Context,
  { status, metadata, limit, ...same }: ListOptions,
): Promise<void> {
  const filter = {
    ...same,
    metadata: pairsOf("--metadata", metadata),
    pageSize: Math.max(1, Math.min(limit, 100)),
    // The server names the statuses, if one is wrong.
    status: status?.split(",") as Generation["status"][] | undefined,
  };
  const found: Generation[] = [];
  const { signal } = terminal;
  for await (const generation of client().list(filter, { signal })) {
    if (found.length === limit) break;
    found.push(generation);
    if (isJson()) print(generation, () => "");
    if (found.length === limit) break;
  }
  if (!isJson()) print(found, () => generationsText(found));
}
