import { readFileSync } from "node:fs";

import { NEXT } from "@dashqueue/queue/internal";
import { AppStartError, readComposeService, startBundledApp } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

describe("docker-compose.yml", () => {
  it("starts Redis with the settings that the queue needs (G9)", () => {
    const { command } = readComposeService("redis");
    for (const option of ["appendonly", "appendfsync", "always", "maxmemory-policy", "noeviction"])
      expect(command.join(" ")).toContain(option);
  });

  it("publishes no port of the worker, so that workers can be scaled", () => {
    expect(readComposeService("worker").ports).toBeUndefined();
  });
});

it("stops the worker at once if its configuration is invalid, and names every problem", async () => {
  const env = { POLL_MIN_MS: "soon", WORKER_STAGES: "submit,pool" };
  const error = await startBundledApp("worker", env).catch((error: unknown) => error);
  if (!(error instanceof AppStartError)) throw new Error("the worker started", { cause: error });
  expect(error.exit).toEqual({ code: 1, signal: null });
  for (const name of ["DASHSCOPE_API_KEY", "POLL_MIN_MS", "WORKER_STAGES"])
    expect(error.output).toContain(name);
});

describe("ARCHITECTURE.md", () => {
  it("draws exactly the transitions that a record may make", () => {
    const text = readFileSync(new URL("../../ARCHITECTURE.md", import.meta.url), "utf8");
    const [, picture = ""] = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text) ?? [];
    const drawn = picture
      .trim()
      .split("\n")
      .map((line) => line.trim())
      .sort();
    const transitions = Object.entries(NEXT)
      .flatMap(([from, to]) => to.map((status) => `${from} --> ${status}`))
      .sort();
    expect(drawn).toEqual(transitions);
  });
});
