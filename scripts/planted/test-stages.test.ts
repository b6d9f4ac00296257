import { describe, expect, it } from "vitest";

import { PLANTED_BUGS } from "./planted-bugs.ts";
import { stagesFor } from "./test-stages.ts";

describe("stagesFor", () => {
  it("runs the tests beside a file first", () => {
    const [first] = stagesFor("packages/queue/src/transitions/advance.ts");
    expect(first).toEqual({
      name: "unit",
      project: "unit",
      filters: ["packages/queue/src/transitions"],
    });
  });

  it("runs a script in a real Redis only", () => {
    const stages = stagesFor("packages/queue/src/store/scripts/change.lua");
    expect(new Set(stages.map(({ project }) => project))).toEqual(new Set(["integration"]));
  });

  it("knows the file of every planted bug, and no other kind of file", () => {
    for (const { file } of PLANTED_BUGS) expect(stagesFor(file).length).toBeGreaterThan(1);
    expect(() => stagesFor("README.md")).toThrow("README.md");
  });
});
