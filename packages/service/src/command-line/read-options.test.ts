import { expect, it } from "vitest";

import { numberOption, readingOf, wholeNumberOption } from "./read-options.ts";

const program = {
  usage: "npm run films -- [options]",
  about: "Makes films.",
  options: {
    count: { type: "string", default: "3", description: "how many" },
    share: { type: "string", default: "", description: "of those that fail, 0 to 1" },
    dry: { type: "boolean", description: "makes none" },
  },
} as const;
const read = (...words: string[]) =>
  readingOf(program, words, ({ count, share, dry = false }) => ({
    count: wholeNumberOption("count", count, 1, 100),
    ...(share === "" ? {} : { share: numberOption("share", share, 0, 1) }),
    dry,
  }));

const USAGE = `usage: npm run films -- [options]

Makes films.

  --count <value>  how many (default: 3)
  --share <value>  of those that fail, 0 to 1
  --dry            makes none
  --help           shows this`;

it("converts the values, and uses the defaults", () => {
  expect(read()).toEqual({ kind: "read", value: { count: 3, dry: false } });
  expect(read("--count=7", "--dry")).toEqual({ kind: "read", value: { count: 7, dry: true } });
  expect(read("--share=0.5")).toMatchObject({ value: { share: 0.5 } });
});

it("takes words if the program does", () => {
  const words = ["one", "--count=7", "two"];
  const taking = { ...program, takesWords: true };
  expect(readingOf(taking, words, ({ count }, rest) => [count, ...rest])).toEqual({
    kind: "read",
    value: ["7", "one", "two"],
  });
});

it("names the least of a number without a most", () => {
  expect(() => wholeNumberOption("seed", "-1", 0)).toThrow(
    "--seed must be a whole number of at least 0",
  );
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
  [["--count", "0"], /^--count must be a whole number from 1 to 100\n/],
  [["--count", "101"], /^--count must be a whole number from 1 to 100\n/],
  [["--count", "1.5"], /^--count must be a whole number from 1 to 100\n/],
  [["--count", "many"], /^--count must be a whole number from 1 to 100\n/],
  [["--share", "1.1"], /^--share must be a number from 0 to 1\n/],
  [["--share", " "], /^--share must be a number from 0 to 1\n/],
])("names what is wrong with %j, and shows the usage", (words, problem) => {
  const reading = read(...words);
  if (reading.kind !== "wrong") throw new Error("it was read");
  expect(reading.text).toMatch(problem);
  expect(reading.text).toContain(USAGE);
});
