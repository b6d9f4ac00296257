import type { CreateBody } from "./create-body.ts";
import { valueAt } from "./create-body.ts";

/** How many items of these types `input.media` has. */
export function mediaCount(body: CreateBody, ...types: readonly string[]): number {
  const media = valueAt(body, "input.media");
  if (!Array.isArray(media)) return 0;
  return media.filter((item: unknown) => types.includes(typeOf(item))).length;
}

/** The `type` of an item, or an empty text. */
export function typeOf(item: unknown): string {
  const type = typeof item === "object" && item !== null && "type" in item ? item.type : undefined;
  return typeof type === "string" ? type : "";
}
