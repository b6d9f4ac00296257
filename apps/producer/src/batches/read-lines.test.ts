import { ProblemError } from "@dashqueue/service";
import { expect, it } from "vitest";

import { readJsonBatch, readJsonLines } from "./read-lines.ts";

const linesOf = (text: string | Buffer) => readJsonLines(Buffer.from(text));

it("counts the lines as an editor does, and skips blank ones", async () => {
  const { lines, problems } = await linesOf('\n{"a": 1}\r\n \t\n{"b": 2}');
  expect(lines.map(({ line, submission }) => [line, submission])).toEqual([
    [2, { a: 1 }],
    [4, { b: 2 }],
  ]);
  expect(problems).toEqual([]);
});

it.each([
  ["{", /^is not valid JSON: .* at column 2/],
  [Buffer.from([0xff]), /^is not valid UTF-8$/],
  ["[".repeat(99) + "]".repeat(99), /^is nested deeper than \d+ levels$/],
  [`{"input": "${"a".repeat(1024 * 1024)}"}`, /^Without its files, /],
])("names what is wrong with the line %#", async (text, message) => {
  const { lines, problems } = await linesOf(
    Buffer.concat([Buffer.from("{}\n"), Buffer.from(text)]),
  );
  expect(lines.length).toBe(1);
  expect(problems).toMatchObject([
    { line: 2, path: "", message: expect.stringMatching(message) as string },
  ]);
});

it("reads an array, each element as a line", async () => {
  const deep = `${"[".repeat(99)}${"]".repeat(99)}`;
  const text = `{"generations": [{"a": 1}, ${deep}], "dry_run": true}`;
  expect(await readJsonBatch(Buffer.from(text))).toMatchObject({
    lines: [{ line: 1, submission: { a: 1 } }],
    problems: [{ line: 2 }],
    isQuote: true,
  });
});

it("refuses more than 10,000 lines, and any other body", async () => {
  const many = Array.from({ length: 10_001 }, () => "1");
  for (const read of [
    () => linesOf(many.join("\n")),
    () => readJsonBatch(Buffer.from(`{"generations": [${many.join()}]}`)),
    () => readJsonBatch(Buffer.from('{"generations": {}}')),
    () => readJsonBatch(Buffer.from("1")),
    () => readJsonBatch(Buffer.from("")),
  ])
    await expect(read()).rejects.toThrow(ProblemError);
});

it("limits all lines together, and an array more, because it is parsed at once", async () => {
  const text = "a".repeat(600_000);
  const list = (count: number) =>
    Array.from({ length: count }, () => JSON.stringify({ input: { prompt: text } }));
  expect((await linesOf(list(13).join("\n"))).lines.length).toBe(13);
  await expect(linesOf(list(14).join("\n"))).rejects.toThrow("larger than 8388608 bytes");
  const broken = (count: number) => `[${" ".repeat(600_000)}\n`.repeat(count);
  expect((await linesOf(broken(13))).problems.length).toBe(13);
  await expect(linesOf(broken(14))).rejects.toThrow("larger than 8388608 bytes");
  const arrayOf = (elements: readonly string[]) =>
    readJsonBatch(Buffer.from(`{"generations": [${elements.join()}]}`));
  expect((await arrayOf(list(1))).lines).toMatchObject([
    { submission: { input: { prompt: text } } },
  ]);
  await expect(arrayOf(list(2))).rejects.toThrow("larger than 1048576 bytes");
  await expect(arrayOf([`[${"{},".repeat(500_000)}{}]`])).rejects.toThrow("application/jsonl");
});

it("lets other requests have their turn", async () => {
  let turns = 0;
  const immediate = () => {
    turns += 1;
    pending = setImmediate(immediate);
  };
  let pending = setImmediate(immediate);
  await linesOf("{}\n".repeat(1_000));
  clearImmediate(pending);
  expect(turns).toBeGreaterThan(5);
});
