import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { Generation } from "@dashqueue/client";

import { EXIT } from "../terminal/exit-code.ts";
import { generationText } from "../terminal/generation-text.ts";
import { openProgress } from "../terminal/progress.ts";
import type { Context } from "./context.ts";

/** Waits with a progress bar until a generation has ended, and prints it. */
export async function waitAndSave(
  context: Context,
  id: string,
  folder: string | undefined,
): Promise<void> {
  const { terminal, client, print, exitWith } = context;
  const { signal } = terminal;
  const display = await openProgress(terminal, id);
  const onInterrupt = () => terminal.err(`\nIt continues. To wait again: dashqueue wait ${id}\n`);
  signal.addEventListener("abort", onInterrupt, { once: true });
  let generation: Generation;
  try {
    generation = await client().wait(id, { signal, onProgress: display.show });
  } finally {
    display.close();
    signal.removeEventListener("abort", onInterrupt);
  }
  if (folder !== undefined) await save(context, generation, folder);
  print(generation, () => generationText(generation));
  if (generation.status !== "succeeded") exitWith(EXIT.failed);
}

async function save(context: Context, generation: Generation, folder: string): Promise<void> {
  const { terminal, client } = context;
  const files = generation.output?.files ?? [];
  if (files.length > 0) await mkdir(folder, { recursive: true });
  for (const file of files) {
    const place = path.join(folder, file.name);
    await client().saveFile(generation.id, file, place, { signal: terminal.signal });
    terminal.err(`saved ${place}\n`);
  }
}
