import { z } from "zod";

import type { Problem } from "../request/problem-text.ts";
import type { Parts, Rule } from "../request/rules.ts";
import { when } from "../request/rules.ts";

/** `input.media`: what the model looks at and listens to, each with the part that it plays. */
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

/** The media of a request that may be wrong: those that say what they are. */
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

/** At most so many of a type. The first one too many is named. */
export function atMost(limits: Readonly<Record<string, number>>): Rule {
  return (parts) =>
    Object.entries(limits).flatMap(([type, most]) => {
      const surplus = mediaOf(parts).filter((item) => item.type === type)[most];
      return surplus === undefined
        ? []
        : [{ path: surplus.path, message: `is one ${type} too many: at most ${most}` }];
    });
}

/** Exactly one of a type. */
export function exactlyOne(type: string): Rule {
  return (parts) => [
    ...when(countOf(mediaOf(parts), type) === 0, "input.media", `must have one ${type}`),
    ...atMost({ [type]: 1 })(parts),
  ];
}

/** Of two groups of types, those of the second that stand beside one of the first. */
export function apart(first: readonly string[], second: readonly string[]): Rule {
  return (parts): readonly Problem[] => {
    const media = mediaOf(parts);
    const beside = media.find(({ type }) => first.includes(type));
    if (beside === undefined) return [];
    return media
      .filter(({ type }) => second.includes(type))
      .map(({ path, type }) => ({
        path,
        message: `is a ${type}, which must not stand beside a ${beside.type}`,
      }));
  };
}
