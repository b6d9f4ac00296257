import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { effectSchema } from "./fault.ts";
import { PRESET_NAMES, presetFault } from "./presets.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The rows of the table with this first heading, up to the first line outside of it. */
function tableOf(heading: string): readonly (readonly string[])[] {
  const lines = README.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) => {
    const cells = line.split("|").slice(1, -1);
    return cells.map((cell) => cell.trim().replaceAll("`", ""));
  });
}

test("the README lists every predefined fault with its operation, in one table", () => {
  expect(tableOf("name").map(([name, on]) => [name, on])).toEqual(
    PRESET_NAMES.map((name) => [name, presetFault(name).on]),
  );
});

test("the README lists every effect with its fields, in one table", () => {
  const effects = effectSchema.options.map(({ shape: { kind, ...fields } }) => [
    kind.value,
    Object.entries(fields)
      .map(([name, field]) => (field.safeParse(undefined).success ? `${name}?` : name))
      .join(", "),
  ]);
  expect(tableOf("`do.kind`").map(([kind, fields]) => [kind, fields])).toEqual(effects);
});
