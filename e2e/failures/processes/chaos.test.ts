import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../../scripts/chaos/main.ts", import.meta.url));

/** The columns of the table that the run prints. */
function columnsOf(output: string): Record<string, string> {
  const [names = [], , values = []] = output
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return Object.fromEntries(names.map((name, column) => [name, values[column] ?? ""]));
}

it("pays every generation exactly once while processes crash, a power cut tears the file of Redis and answers are lost", async () => {
  const options = ["--generations", "40", "--kill-every", "4s", "--lost-answers", "0.15"];
  // Exits with 1 when a promise is broken.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [SCRIPT, ...options, "--redis", "power-cut", "--redis-restarts", "1", "--seed", "11"],
    { env: process.env },
  );
  const columns = columnsOf(stdout);
  expect(columns).toMatchObject({
    accepted: "40",
    succeeded: "40",
    "paid tasks": "40",
    "paid twice": "0",
    "Redis restarts": "1",
  });
  // A run without a kill, a lost write or a lost answer would prove nothing.
  expect(Number(columns["bytes cut"])).toBeGreaterThan(0);
  expect(Number(columns["kills"])).toBeGreaterThan(0);
  expect(Number(columns["lost answers"])).toBeGreaterThan(0);
}, 240_000);
