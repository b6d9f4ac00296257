import { expect, it } from "vitest";

import { numberOption, readingOf } from "./read-options.ts";

const program = {
  usage: "npm run films -- [options]",
  about: "Makes films.",
  options: {
    count: { type: "string", default: "3", description: "how many" },
    dry: { type: "boolean", description: "makes none" },
  },
} as const;
const read = (...words: string[]) =>
  readingOf(program, words, ({ count, dry = false }) => ({
    count: numberOption("count", count, 1),
    dry,
  }));

const USAGE = `usage: npm run films -- [options]

Makes films.

  --count <value>  how many (default: 3)
  --dry            makes none
  --help           shows this`;

it("converts the values, and uses the defaults", () => {
  expect(read()).toEqual({ kind: "read", value: { count: 3, dry: false } });
  expect(read("--count=7", "--dry")).toEqual({ kind: "read", value: { count: 7, dry: true } });
});

it.each([[["--help"]], [["-h"]], [["--count", "x", "--help"]]])(
  "shows the usage for %j",
  (words) => {
    expect(read(...words)).toEqual({ kind: "help", text: USAGE });
  },
);

it.each([
  [["--speed"], /^Unknown option '--speed'/],
  [["film"], /^Unexpected argument 'film'/],
  [["--count"], /^Option '--count <value>' argument missing/],
  [["--count", "0"], /^--count must be a number of at least 1\n/],
  [["--count", "many"], /^--count must be a number of at least 1\n/],
])("names what is wrong with %j, and shows the usage", (words, problem) => {
  const reading = read(...words);
  if (reading.kind !== "wrong") throw new Error("it was read");
  expect(reading.text).toMatch(problem);
  expect(reading.text).toContain(USAGE);
});
