import { readFileSync } from "node:fs";
import { isIP } from "node:net";

import { z } from "zod";

/** A whole number from `min` to `max`, both included. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string(error)
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

/** A TCP port; 0 picks a free one. */
export const port = wholeNumber({ min: 0, max: 65_535 });

/** A list such as `a, b`. Spaces and empty items are ignored. */
export const commaSeparated = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** Host names, addresses and CIDR ranges, such as `relay.internal, 198.18.0.0/15`. */
export const hostList = commaSeparated.transform((items, context) => {
  for (const item of items.filter((item) => !isHostOrRange(item)))
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(item)} must be a host name, an address, or a range like 198.18.0.0/15`,
    });
  return items.map((item) => item.toLowerCase());
});

function isHostOrRange(item: string): boolean {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(item) ?? [];
  const family = isIP(address);
  if (family !== 0) return Number(prefix) <= (family === 4 ? 32 : 128);
  return isIP(item) !== 0 || /^[\w-]+(\.[\w-]+)*$/.test(item);
}

/** `true` or `false`. */
export const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((text) => text === "true");

/** JSON of this shape. */
export function json<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "must be valid JSON" });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

/** JSON of this shape, or the path of a file that holds it, so that secrets can be mounted. */
export function jsonOrFile<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((text, context) => {
      if (/^\s*[{[]/.test(text)) return text;
      try {
        return readFileSync(text, "utf8");
      } catch {
        context.addIssue({
          code: "custom",
          message: "must be valid JSON, or the path of a readable JSON file",
        });
        return z.NEVER;
      }
    })
    .pipe(json(shape));
}

/** The base URL of DashScope or of a simulator. */
export const providerUrl = z.url({
  protocol: /^https?$/,
  error: "must be an http or https URL that ends in /api/v1",
});
