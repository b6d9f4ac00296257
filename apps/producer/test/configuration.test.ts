import { readComposeService, readEnvExample } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import { producerEnv } from "../src/env.ts";

const variables = Object.keys(producerEnv.shape);

describe(".env.example", () => {
  const example = readEnvExample("producer");

  it("lists exactly the variables of the producer", () => {
    expect(Object.keys(example).sort()).toEqual(variables.sort());
  });

  it("shows their defaults", () => {
    expect(producerEnv.parse(given(example))).toEqual(producerEnv.parse({}));
  });
});

it("gets every variable from docker-compose.yml, except for its port", () => {
  const { environment = {}, command } = readComposeService("producer");
  const given = [...ownOf(environment), "PRODUCER_PORT"];
  expect(given.toSorted()).toEqual(variables.toSorted());
  expect(command).toEqual(["node", "apps/producer/src/main.ts"]);
});

/** Without the variables of the storage and of traces, which their clients read by themselves. */
function ownOf(environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment).filter((name) => !/^(?:AWS|OTEL)_/.test(name));
}

/** An empty variable counts as unset. */
function given(example: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ""));
}
