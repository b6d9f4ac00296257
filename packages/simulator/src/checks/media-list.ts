import type { Check, Problem } from "./check.ts";
import { invalid } from "./check.ts";
import { valueAt } from "./create-body.ts";
import { typeOf } from "./media-items.ts";
import type { MediaOptions } from "./media-url.ts";
import { problemOfUrl } from "./media-url.ts";

export interface MediaRule extends MediaOptions {
  /** The maximum number of items of each type. */
  readonly types: Readonly<Record<string, number>>;
  /** Other fields of an item that hold a URL. */
  readonly urls?: readonly string[];
}

const PATH = "input.media";

/**
 * `input.media`: a list whose items each name their type.
 * Source: the models' pages; for the type names, the official SDKs.
 */
export function mediaList({ types, urls = [], ...options }: MediaRule): Check {
  return {
    name: `${PATH} items`,
    find: ({ body, resolvesOss }) => {
      const media = valueAt(body, PATH);
      if (media === undefined) return null;
      if (!Array.isArray(media)) return invalid(`${PATH} must be a list.`);
      const problemOfItem = (item: unknown): Problem | null => {
        if (!Object.hasOwn(types, typeOf(item)))
          return invalid(`${PATH} type must be one of ${Object.keys(types).join(", ")}.`);
        return (
          urlsOf(item as Fields, urls)
            .map((url) => problemOfUrl(url, resolvesOss, options))
            .find((problem) => problem !== null) ?? null
        );
      };
      return media.map(problemOfItem).find((found) => found !== null) ?? surplus(media, types);
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

function urlsOf(item: Fields, names: readonly string[]): readonly unknown[] {
  const given = names.map((name) => item[name]).filter((url) => url !== undefined && url !== null);
  return [item["url"], ...given];
}

function surplus(media: readonly unknown[], types: MediaRule["types"]): Problem | null {
  const found = Object.entries(types).find(
    ([type, most]) => media.filter((item) => typeOf(item) === type).length > most,
  );
  return found === undefined
    ? null
    : invalid(`Too many ${found[0]} in ${PATH}: at most ${found[1]}.`);
}
