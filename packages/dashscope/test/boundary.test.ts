import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

const SOURCES = path.join(import.meta.dirname, "../src");

/**
 * Terms of the system that uses this package: its names, settings, URL schemes and failure kinds.
 */
const FOREIGN_TERMS =
  /dashqueue|DASHSCOPE_|upload:\/\/|\bqueues?\b|\blanes?\b|archiv|\bworkers?\b|spend_limit|"storage"|"unresolved"|"expired"/i;

it("mentions nothing of dashqueue in its sources", async () => {
  const mentions: string[] = [];
  for await (const file of glob("**/*.ts", { cwd: SOURCES })) {
    if (file.endsWith(".test.ts")) continue;
    const lines = (await readFile(path.join(SOURCES, file), "utf8")).split("\n");
    mentions.push(
      ...lines.filter((line) => FOREIGN_TERMS.test(line)).map((line) => `${file}: ${line}`),
    );
  }
  expect(mentions).toEqual([]);
});
