import { expect, it } from "vitest";

import { rotationsOf } from "./rotation.ts";

const after = (...names: readonly string[]) =>
  rotationsOf("worker", (name) => names.includes(name)).map(([from, to]) => `${from} ${to}`);

it("keeps the logs of the last runs, and replaces the oldest one", () => {
  expect(after()).toEqual([]);
  expect(after("worker.log")).toEqual(["worker.log worker.1.log"]);
  expect(after("worker.log", "worker.1.log", "worker.3.log")).toEqual([
    "worker.1.log worker.2.log",
    "worker.log worker.1.log",
  ]);
  const all = ["worker.log", ...[1, 2, 3, 4, 5].map((age) => `worker.${age}.log`)];
  expect(after(...all)[0]).toBe("worker.4.log worker.5.log");
  expect(after(...all)).toHaveLength(5);
});
