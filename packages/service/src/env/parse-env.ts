import type { z } from "zod";

import { ConfigError } from "./config-error.ts";

/**
 * Parses the environment of a process. An empty variable counts as unset; variables that the
 * schema does not know are ignored. The proxy's variables are also read in lower case, as many
 * systems set them.
 *
 * @throws ConfigError that names every invalid variable, one per line, without its value (G7).
 */
export function parseEnv<Schema extends z.ZodObject>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const valueOf = (name: string) =>
    source[name] || (name.endsWith("_PROXY") ? source[name.toLowerCase()] : undefined);
  const known = Object.keys(schema.shape)
    .map((name) => [name, valueOf(name)])
    .filter(([, value]) => value !== undefined && value !== "");
  const parsed = schema.safeParse(Object.fromEntries(known));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
  );
  throw new ConfigError(["Invalid configuration:", ...problems].join("\n"));
}
