import type { CreateBody } from "./create-body.ts";
import { valueAt } from "./create-body.ts";

/** How many items of these types `input.media` has. */
export function mediaCount(body: CreateBody, ...types: readonly string[]): number {
  return itemsAt(body, "input.media").filter((item) => types.includes(typeOf(item))).length;
}

/** The list at a path, each item as a record; empty if there is none. */
export function itemsAt(
  body: CreateBody,
  path: string,
): readonly Readonly<Record<string, unknown>>[] {
  const list = valueAt(body, path);
  return Array.isArray(list) ? list.map(recordOf) : [];
}

function recordOf(item: unknown): Readonly<Record<string, unknown>> {
  return typeof item === "object" && item !== null
    ? (item as Readonly<Record<string, unknown>>)
    : {};
}

/** The `type` of an item, or an empty text. */
export function typeOf(item: unknown): string {
  const type = typeof item === "object" && item !== null && "type" in item ? item.type : undefined;
  return typeof type === "string" ? type : "";
}
