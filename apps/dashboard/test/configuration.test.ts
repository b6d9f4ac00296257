import { readComposeService, readEnvExample } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";

import { dashboardEnv } from "../src/env.ts";

const variables = Object.keys(dashboardEnv.shape);

describe(".env.example", () => {
  const example = readEnvExample("dashboard");

  it("lists exactly the variables of the dashboard", () => {
    expect(Object.keys(example).sort()).toEqual(variables.sort());
  });

  it("shows their defaults", () => {
    expect(dashboardEnv.parse(given(example))).toEqual(dashboardEnv.parse({}));
  });
});

it("gets every variable from docker-compose.yml, except for its port", () => {
  const { environment = {}, command } = readComposeService("dashboard");
  const given = [...ownOf(environment), "DASHBOARD_PORT"];
  expect(given.toSorted()).toEqual(variables.toSorted());
  expect(command).toEqual(["node", "apps/dashboard/src/main.ts"]);
});

/** Without the variables of the storage and of traces, which their clients read by themselves. */
function ownOf(environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment).filter((name) => !/^(?:AWS|OTEL)_/.test(name));
}

/** An empty variable counts as unset. */
function given(example: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ""));
}
