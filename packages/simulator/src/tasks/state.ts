import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { taskSchema, type Task } from "./task.ts";

/** An older version's tasks are not worth a migration: nothing was paid for them. */
const olderSchema = z.object({ version: z.literal(1) });

const stateSchema = z.object({
  version: z.literal(2),
  resultPort: z.number(),
  clockAheadMs: z.number().default(0),
  tasks: z.array(taskSchema),
});

/** What outlives the program. */
export type State = {
  /** Result URLs hold the port; the next program tries to have it again. */
  readonly resultPort: number;
  /** How far the clock was moved on; it never goes back. */
  readonly clockAheadMs: number;
  /** In the order of their submission. */
  readonly tasks: readonly Task[];
};

/**
 * The state that this file holds, or null when there is none, or one of an older version.
 *
 * @throws Error when the file cannot be read, or holds something else.
 */
export function loadState(file: string): State | null {
  const text = readIfThere(file);
  if (text === null) return null;
  try {
    const json: unknown = JSON.parse(text);
    return olderSchema.safeParse(json).success ? null : stateSchema.parse(json);
  } catch (cause) {
    throw new Error(`${file} is not a state of the simulator: move it away, or set another file.`, {
      cause,
    });
  }
}

/** Replaces the file at once: whoever reads it, after whatever crash, finds the old state or the new one. */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, JSON.stringify({ version: 2, ...state }));
  renameSync(draft, file);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
