import { readFileSync } from "node:fs";

import type { ConnectOptions, Submission } from "@dashqueue/queue";
import { connectProducer } from "@dashqueue/queue";
import { offeredModels } from "@dashqueue/queue/internal";
import { parseEnv } from "@dashqueue/service";
import { testRedis } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { producerEnv } from "../../src/env.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../../../examples/image-reference.json", import.meta.url), "utf8"),
) as Submission;
const prompt = { prompt: "a lighthouse in the rain" };
const UPLOAD = "upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";

const SUBMISSIONS: readonly Submission[] = [
  EXAMPLE,
  { ...EXAMPLE, priority: 11 },
  { ...EXAMPLE, input: { ...EXAMPLE.input, ref_images_url: ["https://10.0.0.1/1.png"] } },
  { ...EXAMPLE, input: { ...EXAMPLE.input, ref_images_url: [UPLOAD] } },
  { ...EXAMPLE, model: "wanx2.1-vace-plus" },
  { model: "wan2.6-t2v", input: prompt },
  { model: "wan2.6-t2v-us", input: prompt },
  { model: "model-of-tomorrow", input: prompt },
  { ...EXAMPLE, webhook_url: "https://shop.example/hook" },
  { ...EXAMPLE, webhook_url: "http://receiver.internal/hook" },
];

const SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
const SINGAPORE = "https://dashscope-intl.aliyuncs.com/api/v1";
const settings = { "wanx2.1-vace-plus": { sentAs: "wan2.1-vace-plus" } };

it.each<[string, Record<string, string>, Omit<ConnectOptions, "redisUrl" | "prefix">]>([
  ["the defaults", {}, {}],
  ["another region", { DASHSCOPE_HTTP_BASE_URL: SINGAPORE }, { baseUrl: SINGAPORE }],
  [
    "several regions",
    { DASHSCOPE_REGIONS: "ap-southeast-1,us-east-1" },
    { regions: ["ap-southeast-1", "us-east-1"] },
  ],
  ["unknown models", { DASHSCOPE_ALLOW_UNKNOWN_MODELS: "true" }, { allowUnknownModels: true }],
  ["model settings", { DASHSCOPE_MODELS: JSON.stringify(settings) }, { models: settings }],
  ["signed webhooks", { WEBHOOK_SECRET: SECRET }, { webhooksSigned: true }],
  [
    "private webhook hosts",
    { WEBHOOK_SECRET: SECRET, WEBHOOK_PRIVATE_HOSTS: "receiver.internal" },
    { webhooksSigned: true, privateWebhookHosts: ["receiver.internal"] },
  ],
])("a connected service gets the same answers as over HTTP with %s", async (_, env, options) => {
  const { url, prefix } = testRedis();
  const read = parseEnv(producerEnv, env);
  await using producer = await startProducer({
    ...offeredModels({
      baseUrl: read.DASHSCOPE_HTTP_BASE_URL,
      regions: read.DASHSCOPE_REGIONS,
      allowUnknownModels: read.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
      models: read.DASHSCOPE_MODELS,
    }),
    webhooksSigned: read.WEBHOOK_SECRET !== undefined,
    privateWebhookHosts: read.WEBHOOK_PRIVATE_HOSTS,
  });
  const service = await connectProducer({ redisUrl: url, prefix, ...options });
  for (const submission of SUBMISSIONS) {
    const response = await producer.post(submission);
    const { errors } = (await response.json()) as { errors?: unknown };
    const enqueued = await service.enqueue(submission);
    const answered = enqueued.kind === "invalid" ? enqueued.problems : undefined;
    expect([submission, answered]).toEqual([submission, errors]);
    expect(response.status).toBe(enqueued.kind === "accepted" ? 202 : 400);
  }
  await service.close();
});
