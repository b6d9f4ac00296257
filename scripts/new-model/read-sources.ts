import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { MODELS } from "@dashqueue/dashscope";
import { EXAMPLES } from "@dashqueue/dashscope/examples";

import { textOf } from "../rules/imports.ts";
import type { Described, ModelSources } from "./checklist.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const CATALOG = "packages/dashscope/src/models";
const SIMULATOR = "packages/simulator/src/models";

/** Reads what the sources say about all models, even in families that are not listed yet. */
export async function readModelSources(): Promise<ModelSources> {
  return {
    entries: {
      files: await filesOf(`${CATALOG}/*/entries.ts`, "names"),
      listed: new Set(MODELS.map(({ id }) => id)),
    },
    examples: {
      files: await filesOf(`${CATALOG}/*/examples.ts`, "costs"),
      listed: new Set(EXAMPLES.map(([id]) => id)),
    },
    simulated: {
      files: await filesOf(`${SIMULATOR}/*/*.ts`, "id"),
      listed: new Set((await filesOf(`${SIMULATOR}/catalog.ts`, "id")).keys()),
    },
    priced: new Set(MODELS.filter(({ price }) => price !== null).map(({ id }) => id)),
    readme: textOf("packages/simulator/README.md"),
    tests: new Map(
      globSync(`${CATALOG}/*/*.test.ts`, { cwd: ROOT }).map((file) => [file, textOf(file)]),
    ),
  };
}

/** The file of each model that these modules export in a list; `key` has its id or its names. */
async function filesOf(
  pattern: string,
  key: "names" | "costs" | "id",
): Promise<Described["files"]> {
  const files = new Map<string, string>();
  const sources = globSync(pattern, { cwd: ROOT }).filter((file) => !file.endsWith(".test.ts"));
  for (const file of sources) {
    const url = pathToFileURL(path.join(ROOT, file)).href;
    const exported = (await import(url)) as Readonly<Record<string, unknown>>;
    for (const item of Object.values(exported).filter(Array.isArray).flat() as unknown[])
      for (const id of idsOf(item, key)) files.set(id, file);
  }
  return files;
}

function idsOf(item: unknown, key: string): readonly string[] {
  const value: unknown = typeof item === "object" && item !== null ? Reflect.get(item, key) : null;
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
