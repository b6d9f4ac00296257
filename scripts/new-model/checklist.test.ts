import { beforeAll, describe, expect, it } from "vitest";

import type { ModelSources } from "./checklist.ts";
import { checklistOf, checklistText } from "./checklist.ts";
import { readModelSources } from "./read-sources.ts";

const described = (file: string, model: string, isListed = true) => ({
  files: new Map([[model, file]]),
  listed: new Set(isListed ? [model] : []),
});

const SOURCES: ModelSources = {
  entries: described("models/films/entries.ts", "film-1"),
  examples: described("models/films/examples.ts", "film-1"),
  simulated: described("simulator/films.ts", "film-1"),
  priced: new Set(["film-1"]),
  readme: "| `film-1` | prompt |",
  tests: new Map([["models/films/request.test.ts", '["film-1", {}]']]),
};

const statesOf = (model: string, sources = SOURCES) =>
  checklistOf(model, sources).map(({ what, state, file }) => `${state} ${what} ${file}`);

it("finds every place of a model that is whole", () => {
  expect(statesOf("film-1")).toEqual([
    "ok catalog entry models/films/entries.ts",
    "ok price models/films/entries.ts",
    "ok tests models/films/request.test.ts",
    "ok example models/films/examples.ts",
    "ok simulator simulator/films.ts",
    "ok simulator's README packages/simulator/README.md",
  ]);
});

it("names the files of the most similar model for what is missing", () => {
  expect(statesOf("film-2")).toEqual([
    "missing catalog entry models/films/entries.ts",
    "check price models/films/entries.ts",
    "check tests models/films/request.test.ts",
    "missing example models/films/examples.ts",
    "missing simulator simulator/films.ts",
    "missing simulator's README packages/simulator/README.md",
  ]);
});

it("names the files of the most similar model when the entry is there", () => {
  const files = new Map([...SOURCES.entries.files, ["film-2", "models/films/entries.ts"]]);
  const entries = { files, listed: new Set(files.keys()) };
  expect(statesOf("film-2", { ...SOURCES, entries })).toEqual(
    expect.arrayContaining([
      "missing example models/films/examples.ts",
      "missing simulator simulator/films.ts",
    ]),
  );
});

it("finds a family that is described and not listed", () => {
  const sources = { ...SOURCES, entries: described("models/new/entries.ts", "new-1", false) };
  expect(statesOf("new-1", sources)).toContain(
    "missing catalog entry, listed packages/dashscope/src/models/all-models.ts",
  );
});

it("prints a line for each place, and what to do", () => {
  const places = checklistOf("film-2", SOURCES);
  expect(checklistText(places).split("\n").slice(0, 2)).toEqual([
    "missing  catalog entry       models/films/entries.ts",
    "         Describe its names, regions, path, limits, usage, billing and price; for a new family, copy this folder.",
  ]);
});

describe("every model of the catalog, the examples or the simulator", () => {
  let sources: ModelSources;
  beforeAll(async () => void (sources = await readModelSources()));

  it.each([
    ["wan9.9-t2v", "wan-text-to-video"],
    ["wan9.9-i2v-flash", "wan-image-to-video"],
    ["wan2.1-vace-nano-edition", "vace"],
  ])("is the example for a similar one: %s belongs to %s", (model, family) => {
    expect(statesOf(model, sources)).toContain(
      `missing catalog entry packages/dashscope/src/models/${family}/entries.ts`,
    );
  });

  it("has all its places: npm run new-model -- <model> says more", () => {
    const { entries, examples, simulated } = sources;
    const models = new Set(entries.files.keys())
      .union(new Set(examples.files.keys()))
      .union(new Set(simulated.files.keys()));
    const missing = [...models].flatMap((model) =>
      checklistOf(model, sources)
        .filter(({ state }) => state === "missing")
        .map(({ what, file }) => `${model}: ${what} is missing in ${file}`),
    );
    expect(missing).toEqual([]);
    expect(models.size).toBeGreaterThan(100);
  });
});
