import { expect, it } from "vitest";

import { paceQuery } from "./query-pace.ts";

const never = new AbortController().signal;

it("reserves the account's query turn, like every worker (G8)", async () => {
  let reserved = 0;
  const reserve = async () => {
    reserved += 1;
    return 1;
  };
  await paceQuery({ reserve, now: () => 0 }, never, 1_000_000);
  expect(reserved).toBe(1);
});

it("paces itself while Redis does not answer (G8)", async () => {
  const reserve = () => Promise.reject(new Error("Connection is closed."));
  const closing = new AbortController();
  let waited = false;
  const paced = paceQuery({ reserve, now: () => 0 }, closing.signal, 1_000_000).then(
    () => (waited = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(waited).toBe(false);
  closing.abort();
  await paced;
});
