import { expect, it } from "vitest";

import type { Ask } from "./locate-primary.ts";
import { createLocate } from "./locate-primary.ts";
import type { Address } from "./redis-url.ts";

const [one, two, three] = [1, 2, 3].map((n): Address => ({ host: `h${n}`, port: n })) as [
  Address,
  Address,
  Address,
];

/** Answers for the servers of this map, by host; the others are away. */
function asking(answers: Readonly<Record<string, readonly unknown[]>>) {
  const asked: string[] = [];
  const ask: Ask = async ({ host }) => {
    asked.push(host);
    const answer = answers[host];
    if (answer === undefined) throw new Error("connect ECONNREFUSED");
    return answer;
  };
  return { asked, ask };
}

const SENTINELS = { kind: "sentinel", sentinels: [one, two, three], master: "mymaster" } as const;
const CLUSTER = { kind: "cluster", nodes: [one, two] } as const;

it("asks one Sentinel after the other, and begins with another one each time", async () => {
  const { ask, asked } = asking({ h2: [["10.0.0.1", "6379"]], h3: [["10.0.0.2", "6380"]] });
  const locate = createLocate(SENTINELS, "{a}", ask);
  expect(await locate()).toEqual({ host: "10.0.0.1", port: 6379 });
  expect(asked.splice(0)).toEqual(["h1", "h2"]);
  expect(await locate()).toEqual({ host: "10.0.0.1", port: 6379 });
  expect(asked.splice(0)).toEqual(["h2"]);
  expect(await locate()).toEqual({ host: "10.0.0.2", port: 6380 });
});

it("says why no Sentinel knows the primary", async () => {
  const locate = createLocate(SENTINELS, "{a}", asking({ h2: [null] }).ask);
  await expect(locate()).rejects.toThrow(
    "no Sentinel knows the primary of mymaster (h1:1: connect ECONNREFUSED; h2:2: it watches no master of this name; h3:3: connect ECONNREFUSED)",
  );
});

it("finds the primary of the slot of our keys", async () => {
  const ranges = [
    [0, 99, ["10.0.0.1", 6379], ["10.0.0.2", 6379]],
    [100, 16383, ["10.0.0.3", 6379], ["10.0.0.4", 6379]],
  ];
  const locate = (slot: number) =>
    createLocate(CLUSTER, "{a}", asking({ h1: [slot, ranges] }).ask)();
  expect(await locate(99)).toEqual({ host: "10.0.0.1", port: 6379 });
  expect(await locate(100)).toEqual({ host: "10.0.0.3", port: 6379 });
});

it.each([null, "", "?"])("takes a node named %j for the host that was asked", async (name) => {
  const { ask } = asking({ h1: [7, [[0, 16383, [name, 6380]]]] });
  expect(await createLocate(CLUSTER, "{a}", ask)()).toEqual({ host: "h1", port: 6380 });
});

it("asks the nodes that it learned when the given ones are gone", async () => {
  const answers: Record<string, readonly unknown[]> = {
    h1: [7, [[0, 16383, ["h1", 1], ["h9", 9]]]],
  };
  const locate = createLocate(CLUSTER, "{a}", asking(answers).ask);
  expect(await locate()).toEqual(one);
  delete answers["h1"];
  answers["h9"] = [7, [[0, 16383, ["h9", 9]]]];
  expect(await locate()).toEqual({ host: "h9", port: 9 });
});

it("says that no node serves the slot", async () => {
  const locate = createLocate(CLUSTER, "{a}", asking({ h1: [7, []], h2: [7, []] }).ask);
  await expect(locate()).rejects.toThrow("h1:1: no node serves slot 7");
});
