import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { comparePrompts, promptOf } from "./prompts.ts";

const message = (...content: object[]) => ({ messages: [{ role: "user", content }] });

it.each<[Record<string, unknown>, string | null]>([
  [{ prompt: "a girl" }, "a girl"],
  [{ prompt: " " }, null],
  [{ img_url: "https://media.example/1.png" }, null],
  [message({ image: "https://media.example/1.png" }, { text: "a girl" }), "a girl"],
  [message({ text: "a girl" }, { text: "a boy" }), null],
])("the prompt of %j is %j", (input, prompt) => {
  expect(promptOf({ ...GENERATIONS.queued, request: { model: "m", input } })).toBe(prompt);
});

describe("comparePrompts", () => {
  it.each([
    ["a girl", "a girl", "same"],
    ["a  girl\n", "a girl", "same"],
    ["caf\u00e9", "cafe\u0301", "same"],
    ["a girl in a forest", "a girl in", "similar"],
    ["a girl", "a girl in a forest", "different"],
    ["a girl", "a boy", "different"],
    ["a girl", null, "different"],
    [null, "a girl", "different"],
    ["full width \uff41", "full width a", "similar"],
    ["a \u{1f469}\u200d\u{1f680} flies", "a \u{1f469}\u{1f680} flies", "similar"],
    ["a \u{1f469} flies", "a ? flies", "similar"],
    ["a \u{1f469} flies", "a \ud83d", "similar"],
    ["\u{1d400} cat", "? cat", "similar"],
    ["\u{1d400} cat", "A cat", "similar"],
    ["a\u0000 girl\u0007", "a girl", "similar"],
    ["half \ud800 of a pair", "half \ufffd of a pair", "similar"],
    ["\u200b", "", "similar"],
  ] as const)("ours %j, shown %j: %s", (ours, shown, comparison) => {
    expect(comparePrompts(ours, shown)).toBe(comparison);
  });
});

type Alter = (prompt: string) => string;

const replaced = (pattern: RegExp, by: string): Alter => {
  return (prompt) => prompt.replaceAll(pattern, by);
};

/** What a provider may do to a prompt before it shows it. */
const ALTERATIONS: readonly Alter[] = [
  (prompt) => prompt.normalize("NFC"),
  (prompt) => prompt.normalize("NFKC"),
  (prompt) => prompt.normalize("NFD"),
  (prompt) => prompt.normalize("NFKD"),
  (prompt) => prompt.toWellFormed(),
  (prompt) => prompt.trim(),
  replaced(/\p{Surrogate}/gu, "?"),
  replaced(/\p{Surrogate}/gu, "???"),
  replaced(/\p{Surrogate}/gu, ""),
  replaced(/\0/g, ""),
  replaced(/[^\P{Control}\t\n\r]/gu, ""),
  replaced(/[^\P{Control}\t\n\r]/gu, " "),
  replaced(/[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, ""),
  replaced(/\p{Default_Ignorable_Code_Point}/gu, ""),
  replaced(/\s+/g, " "),
  replaced(/\r\n/g, "\n"),
];

const cut = fc.double({ min: 0, max: 1, noNaN: true }).map(
  (share): Alter =>
    (prompt) =>
      prompt.slice(0, Math.round(prompt.length * share)),
);
const alterations = fc.array(fc.oneof(fc.constantFrom(...ALTERATIONS), cut), { maxLength: 6 });

/** Letters that change when they are normalized, invisible ones, and halves of pairs. */
const TRICKY = [
  ["e\u0301", "\u00e9", "a\u0323\u0307", "\ufb01", "\u1100\u1161\u11a8", "\uac01", "\u3164"],
  ["\uff76\uff9e", "\uff0c", "\ufdfa", "\u{1d400}", "\u{2f800}", "\u{1f468}\u200d\u{1f467}"],
  ["\u0000", "\u0007", "\u0085", "\u200b", "\ufeff", "\u00ad", "\ufe0f", " ", "\n", "\u3000"],
  ["\ud83d", "\ude00", "\ufffd", "?", "\uff1f"],
].flat();
const unit = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const prompt = fc.array(unit, { maxLength: 20 }).map((units) => units.join(""));

it("never treats an altered prompt as a different one (G1)", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(prompt, alterations, (ours, alter) => {
      const shown = alter.reduce((text, one) => one(text), ours);
      expect(comparePrompts(ours, shown)).not.toBe("different");
    }),
    { numRuns: 5_000 },
  );
});

it("treats a prompt that begins with other letters as a different one", () => {
  const word = fc.stringMatching(/^[a-z\u4e00-\u9fa5]{1,20}$/);
  fc.assert(
    fc.property(word, word, (ours, shown) => {
      const isPrefix = ours.startsWith(shown);
      expect(comparePrompts(ours, shown) === "different").toBe(!isPrefix);
    }),
  );
});
