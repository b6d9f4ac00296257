import { statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { GenerationView } from "@dashqueue/queue/internal";
import { failureText } from "./text.ts";
import type { ProducerClient } from "./producer-client.ts";
import { StackFailure } from "../stack/failure.ts";
import { shortPath } from "../stack/workspace.ts";

const pollMs = 250;

/**
 * Sends one request and follows it to its end; `onProgress` gets what is known every quarter of a second.
 * Rejects with `StackFailure` when it does not succeed within the limit.
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
    if (elapsed() > limitMs) throw new StackFailure(lateText(generation, limitMs));
    await delay(pollMs);
    generation = await client.read(generation.id);
  }
  if (generation.status !== "succeeded") throw new StackFailure(failureText(generation));
  return { generation, elapsedMs: elapsed() };
}

/**
 * Where the files of a generation are. Those in a folder of this machine are looked at: one that is missing or has
 * another size than the record says is a `StackFailure`.
 */
export function locateFiles(
  generation: GenerationView,
  folder: string | null,
  producerUrl: string,
): readonly string[] {
  const files = generation.output?.files ?? [];
  if (files.length === 0)
    throw new StackFailure(`Generation ${generation.id} succeeded without a file.`);
  return files.map(({ name, url, bytes }) => {
    if (folder === null) return new URL(url, producerUrl).href;
    const file = path.join(folder, generation.id, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new StackFailure(`The file ${shortPath(file)} is not there.`);
    if (size !== bytes) {
      throw new StackFailure(
        `The file ${shortPath(file)} has ${size} bytes; ${bytes} were archived.`,
      );
    }
    return `${shortPath(file)} (${bytes} bytes)`;
  });
}

function lateText({ id, status }: GenerationView, limitMs: number): string {
  const minutes = Math.round(limitMs / 60_000);
  return `Generation ${id} is still ${status} after ${minutes} minutes; it is kept, and \`npm start\` goes on with it.`;
}
