import type { Quoted } from "@dashqueue/queue";

import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import type { Field } from "./fields.ts";

type Problem = Extract<Quoted, { kind: "invalid" }>["problems"][number];

/** What is wrong with a part of the request, without the mark that ends a sentence. */
export function problemText(
  { path, message }: Problem,
  unread: ReadonlySet<string>,
  t: Translate,
): string {
  return unread.has(path)
    ? t("{field} is not JSON. Check its brackets, quotes and commas.", { field: path })
    : `${path === "" ? t("The request") : path} ${messageText(message, t)}`;
}

/** What is wrong with a field, or with a part of its JSON, by the name that the form has for it. */
export function problemsAt(
  { name, key }: Pick<Field, "name" | "key">,
  quoted: Quoted | null,
  unread: ReadonlySet<string>,
  t: Translate,
): readonly string[] {
  if (quoted?.kind !== "invalid") return [];
  return quoted.problems
    .filter(
      ({ path }) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
    )
    .map((problem) => problemText(problem, unread, t).replace(name, key));
}
