import type { FailureKind } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp, WAIT_REASONS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { textOf, trackedFiles } from "./imports.ts";
import { anchorsOf } from "./markdown.ts";

const FOLDER = "docs/operations";

describe("docs/operations", () => {
  it("says of every alert what it means, where to see it, what to do and what not to do", () => {
    const rules = textOf("ops/prometheus/alerts.yml").matchAll(/^ +- alert: (\w+)$/gm);
    const sections = sectionsOf(`${FOLDER}/alerts.md`, "##");
    expect([...sections.keys()]).toEqual([...rules].map(([, name]) => name));
    for (const [name, text] of sections) {
      const parts = [...text.matchAll(/^\*\*([A-Z][a-z ]+)\.\*\* /gm)].map(([, part]) => part);
      expect([name, ...parts]).toEqual([name, "Meaning", "See", "Do", "Do not"]);
    }
  });

  it("explains every reason for which a generation waits", () => {
    expect([...sectionsOf(`${FOLDER}/waiting.md`, "##").keys()]).toEqual([...WAIT_REASONS]);
  });

  it("explains every kind of error, with all that its advice names", () => {
    const sections = sectionsOf(`${FOLDER}/errors.md`, "###");
    expect([...sections.keys()].toSorted()).toEqual(Object.keys(FAILURE_POLICY).toSorted());
    for (const [kind, { advice }] of Object.entries(FAILURE_POLICY)) {
      const named = advice.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\b[a-z]+(?:_[a-z]+)+\b|(?<=`)[^`]+(?=`)/g);
      for (const name of named ?? [])
        expect([kind, sections.get(kind)]).toMatchObject([kind, expect.stringContaining(name)]);
    }
  });
});

it("links advice only to headings of pages in docs, which are also there in Chinese", () => {
  const written = trackedFiles()
    .filter((file) => /^(apps|packages)\/[^/]+\/src\/.*(?<!\.test)\.ts$/.test(file))
    .flatMap((file) => textOf(file).match(/(?<=")\/docs\/[\w/-]+#[\w-]+(?=")/g) ?? []);
  const made = Object.keys(FAILURE_POLICY).map((kind) => failureHelp(kind as FailureKind));
  expect(written.length).toBeGreaterThan(0);
  for (const link of [...written, ...made]) {
    const [page = "", anchor = ""] = link.slice("/docs/".length).split("#");
    for (const folder of ["docs", "docs/zh"])
      expect([link, ...anchorsOf(textOf(`${folder}/${page}.md`))]).toContain(anchor);
  }
});

/** The sections of a page under headings of this level: their names and texts. */
function sectionsOf(file: string, level: string): ReadonlyMap<string, string> {
  const [, ...parts] = textOf(file).split(new RegExp(`^${level} (.+)$`, "m"));
  const names = parts.filter((_, index) => index % 2 === 0);
  return new Map(names.map((name, index) => [name, parts[2 * index + 1] ?? ""]));
}
