import { BlockList, isIP } from "node:net";

import type { z } from "zod";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only this machine can reach a listener on this address. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === "localhost";
  return loopback.check(host, family === 6 ? "ipv6" : "ipv4");
}

/**
 * The schema, with one rule more: a `HOST` that other machines can reach needs these variables set. An API that spends
 * money, or a board that shows what was bought, is not opened to a network by accident.
 */
export function refuseOpenHost<Schema extends z.ZodObject>(
  schema: Schema,
  needed: readonly string[],
): Schema {
  return schema.superRefine(
    (env: Readonly<Record<string, unknown>>, context) => {
      const host = env["HOST"];
      if (typeof host !== "string" || isLoopback(host)) return;
      for (const name of needed.filter((name) => isUnset(env[name]))) {
        context.addIssue({
          code: "custom",
          path: [name],
          message:
            "must be set where HOST can be reached by other machines; or leave HOST at 127.0.0.1",
        });
      }
    },
    // Also when another variable is wrong: all problems are told at once.
    { when: () => true },
  );
}

function isUnset(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
