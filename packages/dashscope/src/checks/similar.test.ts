import { expect, it } from "vitest";

import { similarTo } from "./similar.ts";

it.each([
  ["pixverse/pixverse-v6", ["PixVerse/PixVerse-V6-t2v", "wan2.7-t2v"], "PixVerse/PixVerse-V6-t2v"],
  ["WAN2.7-T2", ["wan2.7-t2v"], "wan2.7-t2v"],
  ["Durations", ["duration", "n"], "duration"],
])("finds the name that %s stands for, whatever its case", (word, names, expected) =>
  expect(similarTo(word, names)).toEqual([expected]),
);
