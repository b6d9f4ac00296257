import { BlockList, isIP } from "node:net";

import type { z } from "zod";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether a listener on this address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === "localhost";
  return LOOPBACK.check(host, family === 6 ? "ipv6" : "ipv4");
}

/** Too long to be guessed over the network. */
const MIN_SECRET_LENGTH = 16;

/**
 * Adds a rule to the schema: a `HOST` that other machines can reach requires these secrets, or one
 * of several, each long enough. It keeps an API that spends money, or a board that shows its
 * results, from being exposed to a network by accident.
 */
export function refuseOpenHost<Schema extends z.ZodObject>(
  schema: Schema,
  secrets: readonly (string | readonly [string, ...string[]])[],
): Schema {
  return schema.superRefine(
    (env: Readonly<Record<string, unknown>>, context) => {
      const host = env["HOST"];
      if (typeof host !== "string" || isLoopback(host)) return;
      for (const { name, path, problem } of secrets.flatMap((names) => problemsOf(env, names)))
        context.addIssue({
          code: "custom",
          path: [name, ...path],
          message: `${problem} when other machines can reach HOST; or leave HOST at 127.0.0.1`,
        });
    },
    // Runs even when other variables are invalid, so that all problems are reported at once.
    { when: () => true },
  );
}

/** The problems of one required secret. */
function problemsOf(
  env: Readonly<Record<string, unknown>>,
  names: string | readonly [string, ...string[]],
) {
  const [first, ...others] = typeof names === "string" ? [names] : names;
  const known = [first, ...others].filter((name) => isSet(env[name]));
  if (known.length === 0)
    return [{ name: first, path: [], problem: ["must be set", ...others].join(", or ") }];
  return known.flatMap((name) =>
    lengthProblems(env[name]).map(({ path, problem }) => ({ name, path, problem })),
  );
}

function isSet(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Of a secret, or of a list of them. A value of another type was refused before. */
function lengthProblems(value: unknown) {
  const isShort = (secret: unknown) =>
    typeof secret === "string" && secret.length < MIN_SECRET_LENGTH;
  const problem = `must have at least ${MIN_SECRET_LENGTH} characters`;
  if (!Array.isArray(value)) return isShort(value) ? [{ path: [], problem }] : [];
  return value.flatMap((secret, index) => (isShort(secret) ? [{ path: [index], problem }] : []));
}
