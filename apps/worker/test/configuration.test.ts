import { readComposeService, readEnvExample } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import { workerEnv } from "../src/env/env.ts";

const variables = Object.keys(workerEnv.shape);

describe(".env.example", () => {
  const example = readEnvExample("worker");

  it("lists exactly the variables of the worker", () => {
    expect(Object.keys(example).sort()).toEqual(variables.sort());
  });

  it("shows their defaults", () => {
    const required = { DASHSCOPE_API_KEY: "sk-x" };
    expect(workerEnv.parse({ ...given(example), ...required })).toEqual(workerEnv.parse(required));
  });
});

it("gets every variable from docker-compose.yml, except for its port", () => {
  const { environment = {}, command } = readComposeService("worker");
  const given = [...ownOf(environment), "WORKER_PORT"];
  expect(given.toSorted()).toEqual(variables.toSorted());
  expect(command).toEqual(["node", "apps/worker/src/main.ts"]);
});

/** Without the variables of the storage and of traces, which their clients read by themselves. */
function ownOf(environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment).filter((name) => !/^(?:AWS|OTEL)_/.test(name));
}

/** An empty variable counts as unset. */
function given(example: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ""));
}
