import { similarTo } from "@dashqueue/dashscope";

/** Where the sources describe a model: its file, and whether the list of all models has it. */
export interface Described {
  /** Relative to the repository, by the id of the model. */
  readonly files: ReadonlyMap<string, string>;
  readonly listed: ReadonlySet<string>;
}

/** What the sources say about all models. */
export interface ModelSources {
  readonly entries: Described;
  readonly examples: Described;
  readonly simulated: Described;
  /** Models of the catalog with a price. */
  readonly priced: ReadonlySet<string>;
  /** The README of the simulator. */
  readonly readme: string;
  /** The texts of test files beside the entries, by file. */
  readonly tests: ReadonlyMap<string, string>;
}

/** One place that describes a model. `check` is what only a person can decide. */
export interface Place {
  readonly what: string;
  readonly state: "ok" | "missing" | "check";
  readonly file: string;
  /** What to do; empty for what is there. */
  readonly todo: string;
}

const CATALOG = "packages/dashscope/src/models";
const SIMULATOR = "packages/simulator/src/models";
const README = "packages/simulator/README.md";

/** The places that describe a model, with what each still misses. */
export function checklistOf(model: string, sources: ModelSources): readonly Place[] {
  const { entries, examples, simulated, priced, readme } = sources;
  const relative = relativeOf(model, [...entries.listed]);
  const likely = (files: ReadonlyMap<string, string>, fallback: string) =>
    files.get(relative) ?? fallback;
  const entryFile = likely(entries.files, `${CATALOG}/<family>/entries.ts`);
  return [
    ...describedAs("catalog entry", model, entries, {
      likelyFile: entryFile,
      todo: "Describe its names, regions, path, limits, usage, billing and price; for a new family, copy this folder.",
      list: `${CATALOG}/all-models.ts`,
    }),
    priceOf(model, entries.files.get(model) ?? entryFile, priced),
    testsOf(model, entries.files.get(model) ?? entryFile, sources.tests),
    ...describedAs("example", model, examples, {
      likelyFile: likely(examples.files, `${CATALOG}/<family>/examples.ts`),
      todo: "Add a request that the documentation accepts, with its output, usage, files and cost in each region.",
      list: `${CATALOG}/all-examples.ts`,
    }),
    ...describedAs("simulator", model, simulated, {
      likelyFile: likely(simulated.files, `${SIMULATOR}/<group>/<family>.ts`),
      todo: "Describe it a second time from the provider's documentation, not from the catalog.",
      list: `${SIMULATOR}/catalog.ts`,
    }),
    placeOf("simulator's README", readme.includes(`\`${model}\``), README, {
      todo: "Add it to the table of models, with what is checked and how certain that is.",
    }),
  ];
}

interface Wanted {
  readonly likelyFile: string;
  readonly todo: string;
  /** The file that lists the families. */
  readonly list: string;
}

function describedAs(
  what: string,
  model: string,
  { files, listed }: Described,
  { likelyFile, todo, list }: Wanted,
): readonly Place[] {
  const file = files.get(model);
  const place = placeOf(what, file !== undefined, file ?? likelyFile, { todo });
  if (file === undefined || listed.has(model)) return [place];
  const isListed = { todo: "List its family here: nothing uses it until then." };
  return [place, placeOf(`${what}, listed`, false, list, isListed)];
}

function priceOf(model: string, file: string, priced: ReadonlySet<string>): Place {
  return placeOf("price", priced.has(model), file, {
    otherwise: "check",
    todo: "Set its price with date and source if it is documented: without one, it waits while a spending limit applies.",
  });
}

function testsOf(model: string, entryFile: string, tests: ReadonlyMap<string, string>): Place {
  const folder = entryFile.replace(/[^/]*$/, "");
  const inFolder = [...tests].filter(([file]) => file.startsWith(folder));
  const [file] = inFolder.find(([, text]) => text.includes(model)) ?? [];
  return placeOf("tests", file !== undefined, file ?? `${folder}request.test.ts`, {
    otherwise: "check",
    todo: "Add each documented refusal as a row, unless another model of the family has it.",
  });
}

function placeOf(
  what: string,
  isThere: boolean,
  file: string,
  { otherwise = "missing", todo }: { otherwise?: "missing" | "check"; todo: string },
): Place {
  return { what, state: isThere ? "ok" : otherwise, file, todo: isThere ? "" : todo };
}

/** The other model with the most similar name, or with the longest beginning in common. */
function relativeOf(model: string, all: readonly string[]): string {
  const known = all.filter((other) => other !== model);
  const common = (other: string) => {
    let length = 0;
    while (length < model.length && other[length] === model[length]) length += 1;
    return length;
  };
  const [similar] = similarTo(model, known);
  return (
    similar ?? known.reduce((best, other) => (common(other) > common(best) ? other : best), "")
  );
}

/** The checklist as text: one line for each place, and below it what to do. */
export function checklistText(places: readonly Place[]): string {
  const width = Math.max(...places.map(({ what }) => what.length));
  return places
    .flatMap(({ what, state, file, todo }) => [
      `${state.padEnd(7)}  ${what.padEnd(width)}  ${file}`,
      ...(todo === "" ? [] : [`${" ".repeat(9)}${todo}`]),
    ])
    .join("\n");
}
