import type { CreateAnswer, Failure, Task } from "@dashqueue/dashscope";

import type { Begun, Change } from "../change.ts";
import { advance } from "../advance.ts";
import type { Generation, Queued } from "../generation.ts";

export const START = Date.UTC(2026, 10, 22, 10);
export const BASE_URL = "https://dashscope.aliyuncs.com/api/v1";

export const FAILURE: Failure = {
  kind: "network",
  code: "",
  message: "the connection was reset",
  requestId: null,
  charged: null,
};

export function queued(overrides: Partial<Queued> = {}): Queued {
  return {
    id: "gen_01JDA0000000000000000000AA",
    status: "queued",
    revision: 0,
    createdAt: START,
    updatedAt: START,
    request: {
      model: "wan2.1-vace-plus",
      input: { function: "image_reference", prompt: "a girl in a forest" },
    },
    priority: 0,
    metadata: {},
    webhookUrl: null,
    regenerates: null,
    estimate: null,
    attempts: 0,
    failedTasks: [],
    cancel: null,
    delayed: null,
    keptSlot: null,
    ...overrides,
  };
}

export const BEGIN: Change = { kind: "attempt-begun", account: "default", baseUrl: BASE_URL };

export const BEGUN: Begun = { begunAt: START, account: "default", baseUrl: BASE_URL };

export function answered(answer: CreateAnswer, attempt = 1): Change {
  return { kind: "create-answered", attempt, begun: BEGUN, answer };
}

export const ACCEPTED: Extract<CreateAnswer, { kind: "accepted" }> = {
  kind: "accepted",
  taskId: "task-1",
  requestId: "request-1",
};

export function read(task: Task): Change {
  return { kind: "task-read", task };
}

export const PENDING: Task = { status: "PENDING", id: "task-1" };
export const RUNNING: Task = { status: "RUNNING", id: "task-1" };
export const SUCCEEDED: Extract<Task, { status: "SUCCEEDED" }> = {
  status: "SUCCEEDED",
  id: "task-1",
  files: [
    {
      name: "video.mp4",
      url: "https://results.example/video.mp4?Signature=x",
      contentType: "video/mp4",
      expiresAt: START + 1_000,
    },
  ],
  usage: { video_duration: 5, video_ratio: "standard", video_count: 1 },
  origPrompt: "a girl in a forest",
  actualPrompt: null,
  endedAt: START + 500,
};
export const FAILED: Task = {
  status: "FAILED",
  id: "task-1",
  failure: { ...FAILURE, kind: "content_rejected" },
};
export const FAILED_FOR_NOW: Task = {
  status: "FAILED",
  id: "task-1",
  failure: { ...FAILURE, kind: "provider_error" },
};
export const CANCELED: Task = { status: "CANCELED", id: "task-1" };
export const SUSPENDED: Task = { status: "UNRECOGNIZED", id: "task-1", word: "SUSPENDED" };

export const ARCHIVED: Change = {
  kind: "files-archived",
  files: [{ name: "video.mp4", bytes: 3, sha256: "abc", contentType: "video/mp4" }],
};

/** Applies changes one after another; each must move the record. */
export function after(generation: Generation, ...changes: readonly Change[]): Generation {
  return changes.reduce((current, change) => {
    const advanced = advance(current, change, START);
    if (advanced.kind === "ignored") throw new Error(`${change.kind} was ignored: ${advanced.reason}`);
    return advanced.generation;
  }, generation);
}

/** One generation in every status. */
export const SAMPLES = {
  queued: queued(),
  submitting: after(queued(), BEGIN),
  uncertain: after(queued(), BEGIN, answered({ kind: "unknown", failure: FAILURE })),
  running: after(queued(), BEGIN, answered(ACCEPTED)),
  archiving: after(queued(), BEGIN, answered(ACCEPTED), read(SUCCEEDED)),
  succeeded: after(queued(), BEGIN, answered(ACCEPTED), read(SUCCEEDED), ARCHIVED),
  failed: after(queued(), BEGIN, answered(ACCEPTED), read(FAILED)),
  canceled: after(queued(), { kind: "cancel-requested" }),
} as const satisfies Record<Generation["status"], Generation>;
