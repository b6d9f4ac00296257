import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Returns a secret of this checkout. It is made once and kept in `file`, mode 600. */
export function keepSecret(file: string, make: () => string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = make();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
