import { expect, it } from "vitest";

import { textOf } from "../rules/imports.ts";
import { envFileProblems } from "./env-file.mjs";

it.each([
  ["the example", textOf(".env.example")],
  ["no line", ""],
  [
    "comments, spaces, an export and the line ends of Windows",
    "# A: 1\r\n\r\n export A = 1 # b\r\n",
  ],
  ["quotes of each kind", `A="1 # 2"\nB='"'\nC=\`x\`\n`],
  ["a value of several lines", `A='{\n  "main": {"apiKey": "sk-1=2"}\n}'\nB=2`],
])("accepts %s", (_what, text) => {
  expect(envFileProblems(text)).toEqual([]);
});

it.each([
  ["a colon", "# mine\nDAILY_SPEND_LIMIT: 100 CNY\nB=2", ["line 2 (DAILY_SPEND_LIMIT)"]],
  ["no value", "DASHSCOPE_API_KEY\n", ["line 1"]],
  ["two words before the sign", "DAILY SPEND=1", ["line 1 (DAILY)"]],
  ["no name", "=1\n100 CNY", ["line 1", "line 2"]],
])("names each line with %s", (_what, text, places) => {
  expect(envFileProblems(text)).toEqual(places.map((place) => `${place} is not NAME=value`));
});

it.each(['A="1\nB=2\nC="3"', 'A="1\nB=2', "B=1\nA='1"])("names the open quote of %j", (text) => {
  expect(envFileProblems(text)).toEqual([
    expect.stringMatching(/^line \d \(A\) opens a quote that is not closed$/),
  ]);
});

it("shows no value, because it may be a key", () => {
  expect(envFileProblems("DASHSCOPE_API_KEY: sk-secret\nsk-secret\nsecret").join()).not.toContain(
    "secret",
  );
});
