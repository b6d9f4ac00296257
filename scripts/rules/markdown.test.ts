import path from "node:path";

import { describe, expect, it } from "vitest";

import { textOf, trackedFiles } from "./imports.ts";
import { anchorsOf, fencesOf, relativeLinks, withoutFences } from "./markdown.ts";

const files = trackedFiles();
const pages = files.filter((file) => file.endsWith(".md"));
/** What is history may name what exists no longer. */
const current = pages.filter(
  (file) => !/CHANGELOG\.md$|^docs\/decisions\/|^\.changeset\//.test(file),
);

describe("every Markdown file", () => {
  it("has relative links that lead to a file, and to a heading of it", () => {
    const places = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
    const anchors = new Map(pages.map((file) => [file, anchorsOf(textOf(file))]));
    const broken = pages.flatMap((file) =>
      relativeLinks(textOf(file))
        .filter((link) => {
          const [to = "", anchor] = link.split("#");
          const target = to === "" ? file : path.join(path.dirname(file), to).replace(/\/$/, "");
          if (target !== "." && !places.has(target)) return true;
          return anchor !== undefined && anchors.get(target)?.has(anchor) === false;
        })
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: object };
    const unknown = current.flatMap((file) =>
      [...textOf(file).matchAll(/\bnpm run ([a-z][\w:-]*)/g)]
        .map(([, name = ""]) => name)
        .filter((name) => !Object.hasOwn(scripts, name))
        .map((name) => `${file}: npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it("names only files of the repository that exist, including in commands", () => {
    const known = new Set(files);
    const unknown = current.flatMap((file) =>
      (textOf(file).match(PATH) ?? [])
        .filter((name) => !known.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it("names only variables that the code or its configuration has", () => {
    const known = new Set(
      files
        .filter((file) => /\.(ts|mts|mjs|py|ya?ml|tpl)$|^\.env\.example$/.test(file))
        .flatMap((file) => textOf(file).match(VARIABLE) ?? []),
    );
    for (const name of OF_OTHERS) known.add(name);
    const unknown = current.flatMap((file) =>
      (textOf(file).match(VARIABLE) ?? [])
        .filter((name) => !known.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

const chinesePages = pages.filter((file) => file.startsWith("docs/zh/"));

describe("the Chinese pages", () => {
  it("are there for every page of docs/ but the decisions, and for the main ones of the root", () => {
    const english = pages.filter((file) => /^docs\/(?!zh\/|decisions\/)/.test(file));
    expect(chinesePages.map(englishOf).toSorted()).toEqual(
      ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", ...english].toSorted(),
    );
  });

  it.each(chinesePages.map((chinese) => [chinese, englishOf(chinese)] as const))(
    "%s has the code, the outline and the tables of %s, and both link to each other",
    (chinese, english) => {
      expect(fencesOf(textOf(chinese))).toEqual(fencesOf(textOf(english)));
      expect(outlineOf(chinese)).toEqual(outlineOf(english));
      const [own, translated] = [rowsOf(textOf(chinese)), rowsOf(textOf(english))];
      // A Chinese page may leave out figures and rooms. What it has must be the same.
      if (own.length === translated.length) expect(own).toEqual(translated);
      else for (const row of own) expect(translated).toContainEqual(row);
      for (const [from, to] of [[chinese, english] as const, [english, chinese] as const])
        expect(relativeLinks(textOf(from))).toContain(path.relative(path.dirname(from), to));
    },
  );

  it.each(chinesePages)("%s links to Chinese pages", (chinese) => {
    const translated = new Set(chinesePages.map(englishOf));
    const english = relativeLinks(textOf(chinese))
      .filter((link) => !FIGURES_IN_ENGLISH.has(`${chinese} ${link}`))
      .filter((link) => translated.has(path.join(path.dirname(chinese), link.split("#")[0] ?? "")));
    // The first one is that to the same page in English.
    expect(english.slice(1)).toEqual([]);
  });
});

/** Links to what only the English page has. */
const FIGURES_IN_ENGLISH = new Set([
  "docs/zh/architecture.md ../../ARCHITECTURE.md#rooms",
  "docs/zh/performance.md ../performance.md",
]);

/** What needs no translation in each row of the tables: code, at its beginning, and figures. */
function rowsOf(text: string): readonly string[] {
  const rows = withoutFences(text).matchAll(/^\| (?!-+ |-+: )(.+) \|$/gm);
  return [...rows].map(([, row = ""]) => {
    const [first = "", ...cells] = row.split(" | ").map((cell) => cell.trim());
    const figures = cells.filter((cell) => /^[\d,.]+$/.test(cell));
    return [...(first.match(/`[^`]+`/g) ?? []).toSorted(), ...figures].join(" ");
  });
}

/** The English page that a Chinese one translates. */
function englishOf(chinese: string): string {
  const page = chinese.replace("docs/zh/", "");
  const inRoot = [page, page.toUpperCase().replace(/MD$/, "md")].find((file) =>
    files.includes(file),
  );
  return inRoot ?? `docs/${page}`;
}

/** The levels of the headings of a page, in their order. */
function outlineOf(page: string): readonly string[] {
  return [...withoutFences(textOf(page)).matchAll(/^#{1,6}(?= )/gm)].map(([level]) => level);
}

/** The path of a file from the root, in code. */
const PATH =
  /(?<=[ `@])(?:apps|packages|scripts|e2e|examples|docs|ops)\/[\w./-]+\.(?:[cm]?[tj]s|py|json|ya?ml|lua|md|png)\b/g;
/** At least two words in capitals. `$NAME` in a command is the reader's own. */
const VARIABLE = /(?<!\$)\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
/** Variables that Node and the AWS SDK read by themselves. */
const OF_OTHERS = ["NODE_EXTRA_CA_CERTS", "AWS_SESSION_TOKEN"];

describe("anchorsOf", () => {
  it.each([
    ["# HTTP API", "http-api"],
    ["## What `npm start` does (locally)", "what-npm-start-does-locally"],
    ["### [Links](https://example.com) & more", "links--more"],
    ["## 快速开始：安装", "快速开始安装"],
    ["## quota_exhausted", "quota_exhausted"],
  ])("%s has the anchor %s", (heading, anchor) => {
    expect([...anchorsOf(heading)]).toEqual([anchor]);
  });

  it("numbers equal headings, and skips code", () => {
    expect([...anchorsOf("# A\n\n```sh\n# a comment\n```\n\n## A\n")]).toEqual(["a", "a-1"]);
    expect(withoutFences("a\n```sh\n# b\n```\nc\n")).toBe("a\n\nc\n");
  });
});

function foldersOf(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
