import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { EVENT_NAMES, createKeys, dayOf } from "@dashqueue/queue/internal";
import { ZH } from "../src/texts/zh/zh.ts";
import { EVENTS, SAMPLES, START } from "./fixtures/generations.ts";
import { FILMS } from "./fixtures/tenants.ts";
import { AUTHORIZATION, startDashboard } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const UNCERTAIN = {
  ...SAMPLES.uncertain,
  id: "gen_01JDA0000000000000000000AB",
  possibleTasks: ["task-1"],
};
/** Words of the fixtures, of errors, and of details in the log. */
const DATA = /^(a girl.*|a forest|refused https|task id|task status)$/;

const EVENT_WORDS = new Set<string>(EVENT_NAMES.map((name) => name.replaceAll("-", " ")));
const isEvent = (text: string) => EVENT_WORDS.has(text);

let dashboard: RunningDashboard;

beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.adapters.tenants.create(FILMS);
  await dashboard.write("POST", "/tenants/films/disable");
  const keys = createKeys(dashboard.prefix);
  for (const record of [SAMPLES.failed, UNCERTAIN]) {
    await dashboard.redis.hset(keys.generation(record.id), "record", JSON.stringify(record));
    await dashboard.redis.zadd(keys.index({ status: record.status }), 0, record.id);
  }
  const event = JSON.stringify({ ...EVENTS.at(-1), at: START + 90_000 });
  await dashboard.redis.hset(keys.costs(dayOf(Date.now())), {
    '["amount","default","wan2.1-vace-plus","settled","CNY"]': "7000000000",
    '["generations","default","wan2.1-vace-plus","settled",null]': "2",
  });
  await dashboard.redis.rpush(keys.events(UNCERTAIN.id), event);
});
afterAll(() => dashboard[Symbol.asyncDispose]());

const headingOf = async (headers: Record<string, string>) => {
  const page = await (await dashboard.get("/", headers)).text();
  return [/<html lang="(\w+)"/.exec(page)?.[1], /<h1>(.+)<\/h1>/.exec(page)?.[1]];
};

it("shows pages in the language of the browser, or the one that a reader chose", async () => {
  expect(await headingOf({})).toEqual(["en", "Overview"]);
  expect(await headingOf({ "accept-language": "fr" })).toEqual(["en", "Overview"]);
  const chinese = { "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" };
  expect(await headingOf(chinese)).toEqual(["zh", ZH.Overview]);
  expect(await headingOf({ ...chinese, cookie: "lang=en" })).toEqual(["en", "Overview"]);
});

it("leads from /docs to the guides in the language of the reader, and from a guide back", async () => {
  const follow = async (headers: Record<string, string>) => {
    const start = await dashboard.get("/docs/", headers);
    const location = start.headers.get("location") ?? "";
    return [location, await (await dashboard.get(location)).text()];
  };
  expect(await follow({})).toEqual([
    "/docs/guides",
    expect.stringContaining('<a href="/">← Dashboard</a>'),
  ]);
  expect(await follow({ cookie: "lang=zh" })).toEqual([
    "/docs/zh/guides",
    expect.stringContaining('<a href="/">← 控制台</a>'),
  ]);
});

it("keeps the choice in a cookie and returns to the page", async () => {
  const answer = await fetch(`${dashboard.url}/language/zh`, {
    method: "POST",
    redirect: "manual",
    headers: {
      authorization: AUTHORIZATION,
      origin: dashboard.url,
      referer: `${dashboard.url}/generations?status=queued`,
    },
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/generations?status=queued");
  expect(answer.headers.get("set-cookie")).toMatch(
    /^lang=zh; Max-Age=\d+; Path=\/; .*HttpOnly; SameSite=Lax$/,
  );
});

it("answers a browser that asks for an unknown page with a page, and other clients in JSON", async () => {
  const browser = await dashboard.get("/tenants/films/keys", { accept: "text/html,*/*;q=0.8" });
  expect([browser.status, await browser.text()]).toEqual([404, expect.stringContaining("<nav>")]);
  const script = await dashboard.get("/nothing");
  expect([script.status, script.headers.get("content-type")]).toEqual([
    404,
    expect.stringContaining("json"),
  ]);
});

it("asks for the login in the language of the browser", async () => {
  const answer = await dashboard.get("/", { authorization: "", "accept-language": "zh" });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain("登录");
});

it.each([
  "/",
  "/generations",
  `/generations/${SAMPLES.failed.id}`,
  `/generations/${UNCERTAIN.id}`,
  `/generations/${UNCERTAIN.id}/resolve`,
  "/generations/find?id=nothing",
  "/playground?model=wan2.6-t2v",
  "/playground?model=nothing",
  "/costs",
  "/tenants",
  "/tenants/films",
  "/tenants/nothing",
  "/limits",
  "/audit",
])("has no English sentence in %s for a Chinese browser", async (pathname) => {
  const answer = await dashboard.get(pathname, { "accept-language": "zh-CN" });
  const page = (await answer.text()).replace(/<style>.*<\/style>/s, "");
  const attributes = [...page.matchAll(/(?:aria-label|placeholder)="([^"]*)"/g)].map(
    ([, text = ""]) => text,
  );
  const texts = [...page.replaceAll(/<pre.*?<\/pre>/gs, "").split(/<[^>]*>/), ...attributes];
  const english = texts.flatMap((text) => text.match(/[A-Za-z]+(?:,? [a-z]+)+/g) ?? []);
  expect(english.filter((text) => !DATA.test(text) && !isEvent(text))).toEqual([]);
});

it("has no Chinese text that no page uses", () => {
  const folder = path.join(import.meta.dirname, "../src");
  const code = globSync("**/*.ts", { cwd: folder, exclude: ["texts/zh/**"] })
    .map((file) => readFileSync(path.join(folder, file), "utf8"))
    .join("\n");
  expect(Object.keys(ZH).filter((text) => !code.includes(JSON.stringify(text)))).toEqual([]);
});
