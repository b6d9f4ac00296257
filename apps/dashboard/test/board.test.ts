import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { EXAMPLE, MODEL, shownQueues, startDashboard, SUBMIT } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const PROMPT = `${EXAMPLE.input.prompt.slice(0, 60)}…`;

const names = async (dashboard: RunningDashboard) =>
  (await shownQueues(dashboard)).map(({ name }) => name);

it("adds the queue of a new model in its place", async () => {
  await using dashboard = await startDashboard();
  expect(await names(dashboard)).toEqual(["resubmit", "poll", "archive", "notify"]);
  await dashboard.enqueue();
  expect(await names(dashboard)).toEqual([SUBMIT, "resubmit", "poll", "archive", "notify"]);
  await dashboard.redis.sadd(`${dashboard.prefix}:models`, "another-model");
  expect(await names(dashboard)).toEqual([
    "submit-another-model",
    SUBMIT,
    "resubmit",
    "poll",
    "archive",
    "notify",
  ]);
  const [, submit] = await shownQueues(dashboard);
  expect(submit?.displayName).toBe(`1 submit · ${MODEL}`);
  expect(submit?.description).toContain("one create request per generation");
});

it("shows the prompt of a job, and where its generation is", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const waiting = (await shownQueues(dashboard))[0]?.jobs[0];
  expect(waiting).toMatchObject({
    id: `submit-${id}`,
    name: `${MODEL} · ${PROMPT} · queued`,
    progress: { status: "queued", task_id: null },
    externalUrl: { displayText: "Open generation", href: `/generations/${id}` },
  });

  await dashboard.producer.cancel(id);
  dashboard.work(SUBMIT, async () => "canceled");
  const done = await waitFor(async () => {
    const [submit] = await shownQueues(dashboard);
    return submit?.counts["completed"] === 1 && submit.jobs[0];
  });
  expect(done).toMatchObject({
    name: `${MODEL} · ${PROMPT} · canceled`,
    data: { generationId: id, model: MODEL },
    progress: { status: "canceled" },
    returnValue: "canceled",
  });
});

it("has the language of the reader, as the other pages have", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const get = (path: string, headers: Record<string, string>) => () =>
    dashboard.get(`/queues/${path}`, headers).then((answer) => answer.text());
  const list = `api/queues?activeQueue=${SUBMIT}&page=1&jobsPerPage=10`;
  const chinese = { cookie: "lang=zh" };
  const queues = await get(list, chinese)();
  for (const text of [
    `1 提交 submit · ${MODEL}`,
    "模型有空闲名额时",
    `${PROMPT} · 排队中 queued`,
    "打开生成任务",
  ])
    expect(queues).toContain(text);
  expect(await get(`api/queues/${SUBMIT}/submit-${id}`, chinese)()).toContain("打开生成任务");
  expect(await get("", chinese)()).toMatch(/<html lang="zh".*← 控制台.*"lng":"zh-CN"/s);
  // A reader who has chosen English, in a Chinese browser.
  const english = { cookie: "lang=en", "accept-language": "zh-CN" };
  expect(await get(list, english)()).toContain(`1 submit · ${MODEL}`);
  expect(await get("", english)()).toMatch(/<html lang="en".*"lng":"en-US"/s);
});

it("shows no signed URL and no key, wherever a job carries one (G7)", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const signed = "https://bucket.oss.example/v.mp4?Expires=1&OSSAccessKeyId=LT&Signature=s3cr3t";
  dashboard.work(SUBMIT, async (job) => {
    await job.log(`answered ${signed}`);
    await job.updateProgress({ status: signed, apiKey: "s3cr3t" });
    await job.updateData({ ...job.data, note: signed, key: "sk-s3cr3t0123456789" } as never);
    await job.moveToFailed(
      new Error(`storage: ${signed} with sk-s3cr3t0123456789`),
      job.token ?? "",
    );
  });
  await waitFor(async () => (await dashboard.queue(SUBMIT).getJob(`submit-${id}`))?.failedReason);

  const path = `/queues/api/queues/${SUBMIT}/submit-${id}`;
  const answers = [
    `/queues/api/queues?activeQueue=${SUBMIT}&page=1&jobsPerPage=10`,
    path,
    `${path}/logs`,
    `${path}/flow`,
  ].map(async (path) => (await dashboard.get(path)).text());
  const [list = "", job = "", logs = "", flow = ""] = await Promise.all(answers);
  for (const text of [list, job]) {
    expect(text).toContain("storage: https://bucket.oss.example/v.mp4?[redacted]");
    expect(text).toContain(
      '"stacktrace":["Error: storage: https://bucket.oss.example/v.mp4?[redacted]',
    );
  }
  expect(logs).toBe('["answered https://bucket.oss.example/v.mp4?[redacted]"]');
  expect(flow).toContain(`submit-${id}`);
  expect(list + job + logs + flow).not.toMatch(/s3cr3t|OSSAccessKeyId/);
});

it("writes nothing to Redis when it is viewed", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const keys = async () =>
    (await dashboard.redis.keys("*")).filter((key) => key.startsWith(dashboard.prefix)).sort();
  const before = await keys();
  for (const path of [
    "/",
    "/queues/",
    "/queues/api/queues",
    `/queues/api/queues/poll/poll-${id}`,
    `/generations/${id}`,
  ])
    await dashboard.get(path);
  await shownQueues(dashboard, "poll");
  expect(await keys()).toEqual(before);
});

it("serves its page and assets on every path of the board", async () => {
  await using dashboard = await startDashboard();
  const page = await (await dashboard.get(`/queues/queue/${SUBMIT}/submit-x`)).text();
  expect(page).toContain('<base href="/queues/" />');
  expect(page).toContain("<title>dashqueue</title>");
  const files = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect((await dashboard.get(`/queues/${file}`)).status).toBe(200);
  expect((await dashboard.get("/queues/api/nothing")).status).toBe(404);
});
