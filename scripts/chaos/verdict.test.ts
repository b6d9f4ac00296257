import { readingOf } from "@dashqueue/service/command-line";
import { createRandom } from "@dashqueue/simulator";
import { describe, expect, it } from "vitest";

import { promptOf } from "./faults.ts";
import { CHAOS, chaosOptionsOf } from "./options.ts";
import { pick } from "./pick.ts";
import { longestSilenceMs } from "./longest-silence.ts";
import type { ChaosResult } from "./verdict.ts";
import { holds, tableOf, verdictOf, verdictOfControl } from "./verdict.ts";

const good: ChaosResult = {
  accepted: 3,
  succeeded: 3,
  failed: 0,
  paid: 3,
  doublyPaid: 0,
  lost: 0,
  overLimit: 0,
  uncertain: [],
  stuck: 0,
  kills: 2,
  redis: "power-cut",
  redisRestarts: 1,
  redisCounts: { "bytes cut": 5 },
  lostAnswers: 1,
  hazards: { "half-open connections": 2 },
  longestRecoveryMs: 4_321,
};

describe("holds", () => {
  it("is true only if every generation was paid exactly once", () => {
    expect(holds(good)).toBe(true);
    for (const broken of [
      { paid: 4 },
      { paid: 2 },
      { doublyPaid: 1 },
      { lost: 1 },
      { overLimit: 1 },
      { stuck: 1 },
      { failed: 1 },
      { succeeded: 2 },
    ]) {
      expect(holds({ ...good, ...broken })).toBe(false);
    }
  });

  it("is true while a generation is uncertain, but not if it was paid twice", () => {
    const uncertain = { succeeded: 2, uncertain: ["gen_3"] };
    expect(holds({ ...good, ...uncertain })).toBe(true);
    expect(holds({ ...good, ...uncertain, paid: 2 })).toBe(true);
    expect(holds({ ...good, ...uncertain, paid: 1 })).toBe(false);
    expect(holds({ ...good, ...uncertain, paid: 4 })).toBe(false);
    expect(holds({ ...good, ...uncertain, doublyPaid: 1 })).toBe(false);
  });

  it("prints a Markdown table", () => {
    expect(tableOf(good).split("\n")).toHaveLength(3);
    expect(tableOf(good)).toContain("| 4.3 s |");
    expect(tableOf(good)).toContain("half-open connections");
    expect(tableOf(good)).toContain("| bytes cut |");
  });
});

describe("verdictOf", () => {
  it("passes while every guarantee holds, and names the uncertain generations", () => {
    expect(verdictOf(good)).toMatchObject({ passed: true });
    expect(verdictOf({ ...good, lost: 1 })).toMatchObject({ passed: false });
    const { passed, message } = verdictOf({ ...good, succeeded: 2, uncertain: ["gen_3"] });
    expect(passed).toBe(true);
    expect(message).toContain("gen_3");
  });
});

describe("verdictOfControl", () => {
  it("passes only if something was lost or paid twice", () => {
    expect(verdictOfControl({ ...good, lost: 1 }).passed).toBe(true);
    expect(verdictOfControl({ ...good, doublyPaid: 1 }).passed).toBe(true);
    expect(verdictOfControl(good)).toMatchObject({ passed: false });
  });
});

describe("the options", () => {
  const read = (...words: string[]) => readingOf(CHAOS, words, chaosOptionsOf);

  it("reads the command line and applies defaults", () => {
    const value = {
      generations: 50,
      workers: 2,
      killEveryMs: 5_000,
      lostAnswers: 0.1,
      redis: "kill",
      redisRestarts: 2,
      unsafe: false,
      seed: 7,
      hostile: false,
    };
    expect(read("--generations=50", "--kill-every=5s", "--lost-answers=0.1")).toEqual({
      kind: "read",
      value,
    });
  });

  it("reads whether the run is hostile", () => {
    expect(read("--hostile")).toMatchObject({ value: { hostile: true } });
  });

  it("reads how Redis fails, and whether it may lose what it acknowledged", () => {
    expect(read("--redis", "power-cut", "--unsafe")).toMatchObject({
      value: { redis: "power-cut", unsafe: true },
    });
    expect(read("--unsafe")).toMatchObject({
      kind: "wrong",
      text: expect.stringMatching(/^--unsafe needs a --redis/) as string,
    });
  });

  it.each([
    ["--generations", "many"],
    ["--redis", "toString"],
    ["--workers", "0"],
    ["--workers", "1.5"],
    ["--kill-every", "20"],
    ["--kill-every", "0s"],
    ["--lost-answers", "2"],
    ["--seed", ""],
  ])("rejects %s %s", (name, value) => {
    expect(read(name, value)).toMatchObject({
      kind: "wrong",
      text: expect.stringContaining(name) as string,
    });
  });
});

describe("createRandom and pick", () => {
  it("repeat the sequence of a seed, within bounds", () => {
    const [one, two, other] = [createRandom(7), createRandom(7), createRandom(8)];
    const numbers = Array.from({ length: 100 }, one);
    expect(numbers).toEqual(Array.from({ length: 100 }, two));
    expect(numbers).not.toEqual(Array.from({ length: 100 }, other));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(pick(["a"], one)).toBe("a");
    expect(() => pick([], one)).toThrow("empty");
  });
});

describe("longestSilenceMs", () => {
  it("returns the longest time from a kill to the next request", () => {
    expect(longestSilenceMs([{ at: 10 }, { at: 25 }, { at: 90 }], [0, 20, 30])).toBe(60);
    expect(longestSilenceMs([], [5])).toBe(0);
  });
});

describe("promptOf", () => {
  it("is unique: no prompt contains another", () => {
    expect(promptOf(12).includes(promptOf(1))).toBe(false);
  });
});
