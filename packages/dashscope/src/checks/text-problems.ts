import type { Problem } from "./problem-text.ts";

/**
 * Problems of the texts in a value, field names included, that DashScope or a system on the way
 * drops or replaces: then the prompt that it bills, and shows, is not the one that was sent.
 */
export function textProblems(value: unknown, path: string): readonly Problem[] {
  if (typeof value === "string") return problemOf(value, path, "must not contain");
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => textProblems(item, `${path}[${index}]`));
  return Object.entries(value).flatMap(([name, item]) =>
    nameProblem(name, path).concat(textProblems(item, `${path}.${name}`)),
  );
}

/** Many programs drop a field with the name of the prototype, ours included. */
function nameProblem(name: string, path: string): readonly Problem[] {
  return name === "__proto__"
    ? [{ path: `${path}.${name}`, message: "is not a known field: remove it" }]
    : problemOf(name, path, "must not have a field name with");
}

/** Half of a surrogate pair, or a control character other than tab, line feed and return. */
const UNSAFE = /\p{Surrogate}|[^\P{Control}\t\n\r]/u;

function problemOf(text: string, path: string, mustNot: string): readonly Problem[] {
  const [found] = UNSAFE.exec(text) ?? [];
  if (found === undefined) return [];
  const code = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  const what = found.isWellFormed()
    ? `the control character ${code}: remove it`
    : `${code}, half of a surrogate pair: cut texts between characters`;
  return [{ path, message: `${mustNot} ${what}` }];
}
