import type { Pause } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { failureOfAll, pausesOf } from "./pauses.ts";

const arrears: Pause = { kind: "arrears", code: "Arrearage", message: "pay", since: START };
const accounts = [{ name: "a" }, { name: "b" }];
const pauses = (...refused: string[]) =>
  pausesOf(
    { pausedFor: async (account) => (refused.includes(account) ? arrears : null) },
    accounts,
  );

it("returns the refused accounts with the reason and advice", async () => {
  expect(await pauses()).toEqual([]);
  const help = "/docs/operations/errors#arrears";
  const told = { advice: expect.any(String) as string, help };
  expect(await pauses("b")).toEqual([{ account: "b", ...arrears, ...told }]);
});

it("reports a failure that concerns every account before one that concerns only some", async () => {
  const full = { account: null, kind: "storage", code: "ENOSPC", message: "full" } as const;
  expect(failureOfAll([...(await pauses("a")), full], accounts)).toMatchObject({ kind: "storage" });
  const twice = [...(await pauses("a")), ...(await pauses("a"))];
  expect(failureOfAll(twice, accounts)).toBeNull();
});

it("reports a failure only when every account is refused", async () => {
  expect(failureOfAll(await pauses(), accounts)).toBeNull();
  expect(failureOfAll(await pauses("a"), accounts)).toBeNull();
  expect(failureOfAll(await pauses("a", "b"), accounts)).toEqual({
    kind: "arrears",
    code: "Arrearage",
    message: "pay",
    requestId: null,
    charged: false,
  });
});
