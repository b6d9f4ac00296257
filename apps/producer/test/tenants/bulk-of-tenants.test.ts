import { createAuditLog, createKeys } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { problemOf } from "../fixtures/problem.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

type Headers = Readonly<Record<string, string>>;
const OPERATOR: Headers = { authorization: `Bearer ${ADMIN}` };

interface Operation {
  readonly id: string;
  readonly tenant: string;
  readonly status: string;
}

/** Its operations stay open, because a process that shuts down runs none. */
async function startIdle() {
  const idle = await startProducer({ adminTokens: [ADMIN], tokens: ["one"] });
  idle.closing.abort();
  const start = (film: string, headers: Headers = { authorization: "Bearer one" }) =>
    fetch(`${idle.url}/v1/bulk`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ action: "cancel", filter: { metadata: { film } } }),
    });
  const list = async (headers = OPERATOR, url = idle.url) => {
    const answer = await fetch(`${url}/v1/admin/bulk`, { headers });
    return { status: answer.status, ...((await answer.json()) as { data?: Operation[] }) };
  };
  const cancel = (id: string) =>
    fetch(`${idle.url}/v1/admin/bulk/${id}/cancel`, { method: "POST", headers: OPERATOR });
  return Object.assign(idle, { start, list, cancel });
}

it("refuses an operation of a tenant that has ten open ones", async () => {
  await using idle = await startIdle();
  for (let n = 0; n < 10; n += 1) expect((await idle.start(`film ${n}`)).status).toBe(202);
  const refused = await problemOf(await idle.start("one more"));
  expect(refused).toMatchObject({
    status: 409,
    detail: expect.stringContaining("10 bulk operations of your tenant have not finished"),
  });
  const other = await adminOf(idle).create("other");
  expect((await idle.start("one more", other)).status).toBe(202);
});

it("lists and ends the operations of all tenants, for operators only, and records it", async () => {
  await using idle = await startIdle();
  const headers = await adminOf(idle).create("films");
  const started = [await idle.start("a", headers), await idle.start("b")];
  const [own, other] = (await Promise.all(started.map((each) => each.json()))) as Operation[];
  const tenantOf = new Map((await idle.list()).data?.map((each) => [each.id, each.tenant]));
  expect(tenantOf).toEqual(
    new Map([
      [own?.id, "films"],
      [other?.id, "default"],
    ]),
  );
  const id = String(own?.id);
  const canceled = await idle.cancel(id);
  expect(await canceled.json()).toMatchObject({ id, tenant: "films", status: "canceling" });
  expect((await idle.cancel("bulk_unknown")).status).toBe(404);
  const entries = await createAuditLog(redis, createKeys(idle.prefix)).list(0, 9);
  expect(entries.map(({ action }) => action)).toEqual([
    `POST /v1/admin/bulk/${id}/cancel`,
    "POST /v1/admin/tenants",
  ]);
  expect((await idle.list(headers)).status).toBe(401);

  // Another process ends them.
  await using running = await startProducer({ prefix: idle.prefix, adminTokens: [ADMIN] });
  await waitFor(async () => (await idle.list(OPERATOR, running.url)).data?.length === 0);
  expect(await (await idle.cancel(id)).json()).toMatchObject({ id, status: "finished" });
});
