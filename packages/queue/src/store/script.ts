import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Redis } from "ioredis";

/** A Lua script, and the name under which Redis remembers it. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

export function scriptOf(text: string): Script {
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}

const read = (name: string) =>
  readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), "utf8");

const PRELUDE = read("prelude");
/** The parts of `change.lua` that have a file of their own. */
const PARTS_OF_CHANGE = `${read("budget")}\n${read("slots")}`;

/** A script that can call the functions of `prelude.lua`. */
export function withPrelude(text: string): Script {
  return scriptOf(`${PRELUDE}\n${text}`);
}

type ScriptName =
  | "accept"
  | "accept-batch"
  | "change"
  | "delete"
  | "forget"
  | "forget-model"
  | "pack"
  | "page"
  | "pick";

/** Reads a script of the folder `scripts`. */
export function readScript(name: ScriptName): Script {
  return withPrelude(name === "change" ? `${PARTS_OF_CHANGE}\n${read(name)}` : read(name));
}

/** Runs a script. Its text is sent only to a server that does not know it yet. */
export async function runScript(
  redis: Pick<Redis, "eval" | "evalsha">,
  { text, sha1 }: Script,
  keys: number,
  ...values: readonly (string | number | Buffer)[]
): Promise<unknown> {
  try {
    return await redis.evalsha(sha1, keys, ...values);
  } catch (error) {
    // The script did not run.
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return redis.eval(text, keys, ...values);
  }
}
