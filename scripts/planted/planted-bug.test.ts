import { readFileSync } from "node:fs";
import path from "node:path";

import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

import { plant } from "./planted-bug.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

describe("plant", () => {
  const bug = { file: "a.ts", from: "b", to: "c", why: "" };

  it("changes the text that occurs exactly once", () => {
    expect(plant("a b", bug)).toBe("a c");
    expect(plant("a b", { ...bug, to: "$&" })).toBe("a $&");
  });

  it.each(["a", "b b"])("refuses to change %j", (text) => {
    expect(() => plant(text, bug)).toThrow("a.ts: expected exactly once: b");
  });
});

describe("the planted bugs", () => {
  it.each(PLANTED_BUGS.map((bug) => [`${bug.file}: ${bug.why}`, bug] as const))(
    "%s: still has a place",
    (_, bug) => {
      const text = readFileSync(path.join(ROOT, bug.file), "utf8");
      const planted = plant(text, bug);
      expect(planted).not.toBe(text);
      // A file that cannot be parsed fails every test and proves nothing.
      if (bug.file.endsWith(".ts"))
        expect(parseSync(bug.file, planted).errors.map(({ message }) => message)).toEqual([]);
    },
  );

  it("are many", () => expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(40));
});
