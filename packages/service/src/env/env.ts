import type { z } from "zod";

import { ConfigError } from "./config-error.ts";

/**
 * Reads a process's environment. An empty variable counts as unset, one that the schema does not know is ignored.
 *
 * @throws ConfigError that names every wrong variable, one per line. Values are not repeated: some are secrets.
 */
export function parseEnv<Schema extends z.ZodObject>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const known = Object.keys(schema.shape)
    .filter((name) => source[name] !== undefined && source[name] !== "")
    .map((name) => [name, source[name]]);
  const parsed = schema.safeParse(Object.fromEntries(known));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
  );
  throw new ConfigError(["The configuration is wrong:", ...problems].join("\n"));
}
