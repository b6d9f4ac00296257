import { z } from "zod";

import type { Problem } from "../checks/problem-text.ts";
import { EITHER } from "../checks/either.ts";
import type { Parts, Rule } from "../checks/rules.ts";
import { when } from "../checks/rules.ts";

/** `input.media`: the files of a request, each with a `type` that says how the model uses it. */
export function mediaList<const Types extends readonly [string, ...string[]]>(
  types: Types,
  url: z.ZodType,
  extras: Readonly<Record<string, z.ZodType>> = {},
) {
  return z.array(z.strictObject({ type: z.enum(types), url, ...extras }));
}

export interface Medium {
  readonly path: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const medium = z.looseObject({ type: z.string() });

/** The media of an unchecked request that have a type. */
export function mediaOf({ input }: Parts): readonly Medium[] {
  const { media } = input;
  if (!Array.isArray(media)) return [];
  return media.flatMap((item: unknown, index) => {
    const read = medium.safeParse(item);
    return read.success
      ? [{ path: `input.media[${index}]`, type: read.data.type, fields: read.data }]
      : [];
  });
}

export function countOf(media: readonly Medium[], ...types: readonly string[]): number {
  return media.filter(({ type }) => types.includes(type)).length;
}

/** Limits how many media of each type a request can have. Names the first surplus medium. */
export function atMost(limits: Readonly<Record<string, number>>): Rule {
  return (parts) =>
    Object.entries(limits).flatMap(([type, most]) => {
      const surplus = mediaOf(parts).filter((item) => item.type === type)[most];
      return surplus === undefined
        ? []
        : [{ path: surplus.path, message: `is one ${type} too many: use at most ${most}` }];
    });
}

export function exactlyOne(type: string): Rule {
  return (parts) => [
    ...when(
      countOf(mediaOf(parts), type) === 0,
      "input.media",
      `must contain exactly one ${type}, has 0`,
    ),
    ...atMost({ [type]: 1 })(parts),
  ];
}

/**
 * Requires one of these combinations of media types, each written as `first_frame+last_frame`; the
 * empty one is not media. Types that none of them names are left to the structure of the request.
 */
export function combinations(...allowed: readonly string[]): Rule {
  const types = new Set(allowed.flatMap((one) => one.split("+")));
  const accepted = new Set(allowed.map((one) => one.split("+").sort().join("+")));
  const list = allowed.filter((one) => one !== "").map(readable);
  return (parts): readonly Problem[] => {
    const given = [...new Set(mediaOf(parts).map(({ type }) => type))];
    const found = given.sort().join("+");
    return when(
      given.every((type) => types.has(type)) && !accepted.has(found),
      "input.media",
      `has ${found === "" ? "no media" : readable(found)}: use ${EITHER.format(list)}`,
    );
  };
}

function readable(combination: string): string {
  return combination.replaceAll("+", " + ");
}

/** Rejects media of the second group of types when there is one of the first group. */
export function notTogether(first: readonly string[], second: readonly string[]): Rule {
  return (parts): readonly Problem[] => {
    const media = mediaOf(parts);
    const other = media.find(({ type }) => first.includes(type));
    if (other === undefined) return [];
    return media
      .filter(({ type }) => second.includes(type))
      .map(({ path, type }) => ({
        path,
        message: `is a ${type}, which cannot be combined with a ${other.type}: remove one of them`,
      }));
  };
}
