import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { VARIABLES } from "./variables.ts";

it("lists the variables of .env.example: add a new one to packages/service/src/env/variables.ts", () => {
  const example = readFileSync(new URL("../../../../.env.example", import.meta.url), "utf8");
  const names = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
  expect(VARIABLES.toSorted()).toEqual(names.toSorted());
});
