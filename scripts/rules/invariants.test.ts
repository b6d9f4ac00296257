import { describe, expect, it } from "vitest";

import { PLANTED_BUGS } from "../planted/planted-bugs.ts";
import { textOf, trackedFiles } from "./imports.ts";

const INVARIANTS = [...textOf("ARCHITECTURE.md").matchAll(/^- \*\*(G\d+)\*\*/gm)].map(
  ([, number = ""]) => number,
);

const files = trackedFiles().filter((file) => /^(apps|packages|e2e)\/.*\.(ts|lua)$/.test(file));
const isTest = (file: string) => file.startsWith("e2e/") || /\.test\.ts$|\/test\//.test(file);

/** The names of the tests in a file, with those of their groups. */
function testNames(file: string): string {
  const calls = /\b(?:it|test|describe)(?:\.\w+)*(?:<[^>]*>)?(?:\([^()]*\))?\(\s*(["'`])(.*?)\1/gs;
  return [...textOf(file).matchAll(calls)].map(([, , name]) => name).join("\n");
}

describe("every invariant of ARCHITECTURE.md", () => {
  const code = files.filter((file) => !isTest(file)).map(textOf);
  const tests = files.filter(isTest).map(testNames);

  it("has a number", () => {
    expect(INVARIANTS.length).toBeGreaterThanOrEqual(10);
  });

  it.each(INVARIANTS)("%s is cited by the code that upholds it, and by a test", (number) => {
    const cited = new RegExp(`\\b${number}\\b`);
    expect(code.filter((text) => cited.test(text))).not.toEqual([]);
    expect(tests.filter((text) => cited.test(text))).not.toEqual([]);
  });

  it.each(INVARIANTS)("%s is broken by a planted bug, which a test has to find", (number) => {
    const cited = new RegExp(`\\b${number}\\b`);
    expect(PLANTED_BUGS.filter(({ why }) => cited.test(why))).not.toEqual([]);
  });

  it("is the only thing that is cited by such a number", () => {
    const cited = [...code, ...tests].flatMap((text) => text.match(/\bG\d{1,2}\b/g) ?? []);
    expect([...new Set(cited)].filter((number) => !INVARIANTS.includes(number))).toEqual([]);
  });
});
