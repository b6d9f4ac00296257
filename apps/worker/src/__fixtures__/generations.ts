import type { Failure, ResultFile, Task, TaskAnswer } from "@dashqueue/dashscope";
import type { Archiving, Generation, Queued, Running, Submitting, Uncertain } from "@dashqueue/queue";

export const START = Date.UTC(2026, 10, 22, 10);

export const FAILURE: Failure = {
  kind: "network",
  code: "ECONNRESET",
  message: "reset",
  requestId: null,
  charged: null,
};

const base = {
  id: "gen_01",
  revision: 3,
  createdAt: START,
  updatedAt: START,
  request: { model: "wan2.1-vace-plus", input: { prompt: "a girl" } },
  priority: 0,
  metadata: {},
  webhookUrl: "https://caller.example/hook",
  regenerates: null,
  attempts: 1,
  estimate: null,
  failedTasks: [],
  cancel: null,
};
const attempt = { begunAt: START, account: "default", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const task = { id: "task-1", requestId: "request-1", status: "PENDING", submittedAt: START, polls: 0 };
const result = {
  usage: { video_duration: 5 },
  cost: { amount: "3.50", currency: "CNY" as const },
  origPrompt: "a girl",
  actualPrompt: null,
  failedEntries: [],
  expiresAt: START + 60_000,
};
const files = [{ name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" }];

export const GENERATIONS = {
  queued: { ...base, status: "queued", attempts: 0, delayed: null, keptSlot: null } satisfies Queued,
  submitting: { ...base, status: "submitting", attempt } satisfies Submitting,
  uncertain: {
    ...base,
    status: "uncertain",
    attempt,
    failure: FAILURE,
    absentSince: null,
  } satisfies Uncertain,
  running: { ...base, status: "running", attempt, task } satisfies Running,
  archiving: {
    ...base,
    status: "archiving",
    attempt,
    task,
    result,
    alarmedAtHours: null,
  } satisfies Archiving,
  succeeded: {
    ...base,
    status: "succeeded",
    finishedAt: START,
    attempt,
    task,
    result,
    files,
  } satisfies Generation,
  failed: {
    ...base,
    status: "failed",
    finishedAt: START,
    attempt,
    task,
    result: null,
    failure: FAILURE,
  } satisfies Generation,
  canceled: {
    ...base,
    status: "canceled",
    finishedAt: START,
    attempt: null,
    task: null,
  } satisfies Generation,
};

export const FILE: ResultFile = {
  name: "video.mp4",
  url: "https://results.example/video.mp4?Signature=x",
  contentType: "video/mp4",
  expiresAt: START + 60_000,
};

export const SUCCEEDED: Extract<Task, { status: "SUCCEEDED" }> = {
  status: "SUCCEEDED",
  id: "task-1",
  files: [FILE],
  usage: { video_duration: 5 },
  origPrompt: null,
  actualPrompt: null,
  endedAt: START,
};

export function taskAnswer(task: Task): TaskAnswer {
  return { kind: "task", task };
}

export const UNAVAILABLE = { kind: "unavailable", failure: FAILURE, retryAfterMs: 30_000 } as const;
export const REFUSED = { kind: "refused", failure: { ...FAILURE, kind: "authentication" } } as const;
