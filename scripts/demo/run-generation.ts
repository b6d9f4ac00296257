import { statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { GenerationView } from "@dashqueue/queue/internal";

import { StackFailure } from "../stack/failure/stack-failure.ts";
import { shortPath } from "../stack/workspace.ts";
import type { ProducerClient } from "./producer-client.ts";
import { failureText } from "./text.ts";

const POLL_MS = 250;

/**
 * Submits one request and polls the generation until it ends; reports progress at every poll.
 * Rejects with `StackFailure` if it does not succeed within the limit.
 */
export async function runGeneration(
  client: ProducerClient,
  body: string,
  limitMs: number,
  onProgress: (generation: GenerationView, elapsedMs: number) => void,
): Promise<{ readonly generation: GenerationView; readonly elapsedMs: number }> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  let generation = await client.send(body);
  while (generation.finished_at === null) {
    onProgress(generation, elapsed());
    if (elapsed() > limitMs) throw new StackFailure(timeoutText(generation, limitMs));
    await delay(POLL_MS);
    generation = await client.read(generation.id);
  }
  if (generation.status !== "succeeded") throw new StackFailure(failureText(generation));
  return { generation, elapsedMs: elapsed() };
}

/**
 * Returns the places of a generation's files. Throws a `StackFailure` if a file in a local folder
 * is missing, or if its size is not the size in the record.
 */
export function locateFiles(generation: GenerationView, archivePlace: string): readonly string[] {
  const files = generation.output?.files ?? [];
  if (files.length === 0)
    throw new StackFailure(`Generation ${generation.id} succeeded without a file.`);
  return files.map(({ name, bytes }) => {
    // Only a folder can be looked into.
    if (archivePlace.includes("://")) return `${archivePlace}/${generation.id}/${name}`;
    const file = path.join(archivePlace, generation.id, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new StackFailure(`The file ${shortPath(file)} is missing.`);
    if (size !== bytes) {
      throw new StackFailure(
        `The file ${shortPath(file)} has ${size} bytes instead of the ${bytes} in the record.`,
      );
    }
    return `${shortPath(file)} (${bytes} bytes)`;
  });
}

function timeoutText({ id, status }: GenerationView, limitMs: number): string {
  const minutes = Math.round(limitMs / 60_000);
  return `Generation ${id} is still ${status} after ${minutes} minutes. It is kept; \`npm start\` continues it.`;
}
