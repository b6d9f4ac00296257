import type { Generation, GenerationEvent, Queued } from "@dashqueue/queue";

export const START = Date.UTC(2026, 10, 22, 10);

const {
  delayed: _,
  keptSlot: __,
  status: ___,
  ...base
}: Queued = {
  id: "gen_01JDA0000000000000000000AA",
  revision: 3,
  createdAt: START,
  updatedAt: START + 90_000,
  request: {
    model: "wan2.1-vace-plus",
    input: { prompt: "a girl <in> a forest", ref_images_url: ["https://h/a.png?Signature=s3cr3t"] },
    parameters: { size: "1280*720" },
  },
  priority: 0,
  metadata: {},
  webhookUrl: null,
  regenerates: null,
  attempts: 1,
  estimate: { amount: "3.50", currency: "CNY" as const },
  failedTasks: [],
  cancel: null,
  delayed: null,
  keptSlot: null,
  status: "queued",
};

const attempt = {
  begunAt: START + 1_000,
  hold: { amount: "3.50", currency: "CNY" as const },
  account: "default",
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
};
const task = {
  id: "0385dc79-5ff8-4d82-bcb6-000000000000",
  requestId: "request-1",
  status: "RUNNING",
  submittedAt: START + 2_000,
  polls: 4,
};
const result = {
  usage: { video_duration: 5 },
  cost: { amount: "3.50", currency: "CNY" as const },
  origPrompt: "a girl",
  actualPrompt: "a girl, in detail",
  failedEntries: [],
  expiresAt: START + 86_400_000,
};
const file = { name: "video.mp4", bytes: 1_440_000, sha256: "ab".repeat(32), contentType: "video/mp4" };
const failure = {
  kind: "content_rejected" as const,
  code: "DataInspectionFailed",
  message: "refused https://h/v.mp4?Signature=s3cr3t",
  requestId: "request-2",
  charged: false,
};
const ended = { finishedAt: START + 90_000 };

/** One generation in every status. */
export const SAMPLES: { readonly [S in Generation["status"]]: Extract<Generation, { status: S }> } = {
  queued: { ...base, status: "queued", delayed: null, keptSlot: null },
  submitting: { ...base, status: "submitting", attempt },
  uncertain: {
    ...base,
    status: "uncertain",
    attempt,
    failure: { ...failure, kind: "network", charged: null },
    absentSince: null,
  },
  running: { ...base, status: "running", attempt, task },
  archiving: { ...base, status: "archiving", attempt, task, result, alarmedAtHours: null },
  succeeded: { ...base, status: "succeeded", attempt, task, result, files: [file], ...ended },
  failed: { ...base, status: "failed", attempt, task, result: null, failure, ...ended },
  canceled: { ...base, status: "canceled", attempt: null, task: null, cancel: "confirmed", ...ended },
};

export const EVENTS: readonly GenerationEvent[] = [
  { id: "1-0", name: "generation-accepted", at: START, status: "queued", detail: {} },
  { id: "2-0", name: "attempt-begun", at: START + 36_200, status: "submitting", detail: { attempt: 1 } },
  {
    id: "3-0",
    name: "task-created",
    at: START + 36_204,
    status: "running",
    detail: {
      task_id: task.id,
      task_status: "PENDING",
      charged: null,
      message: "<b>https://h/v?Signature=s3cr3t",
    },
  },
];
