import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

let producer: RunningProducer;
const films: { authorization: string } = { authorization: "" };
const operator = { authorization: `Bearer ${ADMIN}` };
const ids: Record<"girl" | "boat" | "other", string> = { girl: "", boat: "", other: "" };

beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], tokens: ["one"] });
  Object.assign(films, await adminOf(producer).create("films"));
  const submit = async (caller: { authorization: string }, prompt: string, order: string) => {
    const body = {
      ...EXAMPLE,
      input: { ...EXAMPLE.input, prompt },
      metadata: { order, "a b": "&" },
    };
    return ((await (await producer.post(body, caller)).json()) as { id: string }).id;
  };
  ids.girl = await submit(films, "A girl in a Forest", "7");
  ids.boat = await submit(films, "A boat", "8");
  ids.other = await submit({ authorization: "Bearer one" }, "A girl in a forest", "7");
});
afterAll(() => producer[Symbol.asyncDispose]());

async function found(query: string, caller: Record<string, string> = films): Promise<string[]> {
  const listed: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const answer = await producer.get(`/v1/generations?limit=1&${query}${cursor}`, caller);
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as { data: { id: string }[]; next_cursor: string | null };
    listed.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`;
  }
  return listed;
}

it("finds by metadata, words of the prompt and time what the caller's tenant has", async () => {
  expect(await found("")).toEqual([ids.boat, ids.girl]);
  expect(await found("metadata.order=7")).toEqual([ids.girl]);
  expect(await found("metadata.order=7&metadata.a%20b=%26")).toEqual([ids.girl]);
  expect(await found("metadata.order=7&metadata.none=")).toEqual([]);
  expect(await found("q=forest%20girl")).toEqual([ids.girl]);
  expect(await found("q=a&status=queued,running")).toEqual([ids.boat, ids.girl]);
  expect(await found("created_after=2020-01-01T00:00:00Z")).toEqual([ids.boat, ids.girl]);
  expect(await found("created_before=2020-01-01T00:00:00Z")).toEqual([]);
});

it("shows operators the generations of all tenants, or of one", async () => {
  expect(await found("", operator)).toEqual([ids.other, ids.boat, ids.girl]);
  expect(await found("q=girl", operator)).toEqual([ids.other, ids.girl]);
  expect(await found("tenant=films", operator)).toEqual([ids.boat, ids.girl]);
  expect(await found("tenant=default", operator)).toEqual([ids.other]);
  expect(await found("tenant=nobody", operator)).toEqual([]);
});

it("lets no caller choose a tenant", async () => {
  for (const tenant of ["films", "default", "nobody"]) {
    const answer = await producer.get(`/v1/generations?tenant=${tenant}`, films);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("ADMIN_TOKENS");
  }
  expect((await producer.get("/v1/generations?tenant=films")).status).toBe(401);
  expect((await producer.get(`/v1/generations/${ids.girl}`, operator)).status).toBe(401);
});
