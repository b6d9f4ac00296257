import { similarTo } from "@dashqueue/dashscope";

import type { Translate } from "../texts/translate.ts";
import { joinSentences } from "../texts/words.ts";

type Kind = "text" | "texts" | "number" | "flag";
type Parameters = Readonly<Record<string, Kind>>;

/** What each page takes. The lists and their bulk operations check their filters themselves. */
const PAGES: readonly (readonly [path: RegExp, parameters: Parameters])[] = [
  [/^\/(?:costs|limits|workers|tenants|tenants\/[^/]+|docs)?$/, {}],
  [/^\/audit$/, { offset: "number" }],
  [/^\/bulk$/, { id: "texts" }],
  [/^\/playground$/, { model: "text", tenant: "text" }],
  [/^\/generations\/find$/, { id: "text" }],
  [/^\/generations\/[^/]+$/, { resent: "number", polled: "number", copied: "flag" }],
  [/^\/generations\/[^/]+\/resolve$/, { task: "text" }],
];

/**
 * Everything that is wrong with the parameters of a page, which would otherwise show something
 * else; null if nothing is.
 *
 * @param path without a slash at its end
 */
export function addressProblem(path: string, query: object, t: Translate): string | null {
  const known = PAGES.find(([page]) => page.test(path))?.[1];
  if (known === undefined) return null;
  const problems = Object.entries(query).flatMap(([name, value]: [string, unknown]) => {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    return (
      (kind === undefined ? unknownText(name, known, t) : problemOf(name, value, kind, t)) ?? []
    );
  });
  return problems.length === 0 ? null : joinSentences(problems, t);
}

function unknownText(name: string, known: Parameters, t: Translate): string {
  const names = Object.keys(known);
  const [meant] = similarTo(name, names);
  if (meant !== undefined)
    return t("“{name}” is not a parameter of this page. Did you mean {meant}?", { name, meant });
  return names.length === 0
    ? t("“{name}” is not a parameter of this page. It takes none.", { name })
    : t("“{name}” is not a parameter of this page. It takes {choices}.", {
        name,
        choices: names.join(", "),
      });
}

function problemOf(name: string, value: unknown, kind: Kind, t: Translate): string | null {
  if (kind === "texts") return null;
  if (typeof value !== "string") return t("{name} may be given only once.", { name });
  return kind === "number" && !/^\d{1,9}$/.test(value)
    ? t("{name} must be a whole number from 0 to {most}, not “{value}”.", {
        name,
        value,
        most: 999_999_999,
      })
    : null;
}
