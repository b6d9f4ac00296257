import { existsSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { SLOW } from "./slow-first.ts";

it.each(SLOW)("%s exists", (name) => {
  expect(existsSync(path.join(import.meta.dirname, "..", name))).toBe(true);
});
