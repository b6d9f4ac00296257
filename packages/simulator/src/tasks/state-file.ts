import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import type { Task } from "./task.ts";
import { taskSchema } from "./task.ts";

/** Tasks of older versions are dropped rather than migrated: they cost no real money. */
const olderSchema = z.object({ version: z.union([z.literal(1), z.literal(2)]) });

const stateSchema = z.object({
  version: z.literal(3),
  resultPort: z.number(),
  clockAheadMs: z.number().default(0),
  tasks: z.array(taskSchema),
});

/** The state that survives a restart. */
export interface State {
  /** Result URLs contain this port, so the next process tries to listen on it again. */
  readonly resultPort: number;
  /** The total that the clock was moved forward; the clock never goes back. */
  readonly clockAheadMs: number;
  /** In the order of submission. */
  readonly tasks: readonly Task[];
}

/**
 * Loads the state of a file; null when the file does not exist or has an older version.
 *
 * @throws Error when the file cannot be read or is not a state file.
 */
export function loadState(file: string): State | null {
  const text = readIfPresent(file);
  if (text === null) return null;
  try {
    const json: unknown = JSON.parse(text);
    return olderSchema.safeParse(json).success ? null : stateSchema.parse(json);
  } catch (cause) {
    throw new Error(
      `${file} is not a state file of the simulator. Move it away, or set another file.`,
      { cause },
    );
  }
}

/** Replaces the file atomically: after any crash, it has either the old state or the new one. */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, JSON.stringify({ version: 3, ...state }));
  renameSync(draft, file);
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
