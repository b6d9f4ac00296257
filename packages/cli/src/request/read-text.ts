import { readFile } from "node:fs/promises";

import { UsageError } from "../terminal/exit-code.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A file, or stdin for `-`. @throws UsageError if it cannot be read. */
export async function readText(
  { readStdin }: Pick<Terminal, "readStdin">,
  file: string,
): Promise<string> {
  return file === "-" ? readStdin() : (await readLocal(file)).toString();
}

/** @throws UsageError if it cannot be read. */
export async function readLocal(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
