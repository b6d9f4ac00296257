import { unlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createConnection } from "node:net";

import { expect, it } from "vitest";

it.each<[string, () => unknown]>([
  ["writes a file", () => writeFileSync("never-written", "x")],
  ["creates a folder", () => mkdir("never-made")],
  ["deletes a file", () => unlinkSync("package.json")],
  ["opens a socket", () => createConnection(1)],
])("refuses a unit test that %s", (_, act) => {
  expect(act).toThrow("move it to the package's test/ folder");
});
