import type { CreateAnswer, CreateRequest, DashScopeClient, Failure } from "@dashqueue/dashscope";

import type { ModelTask } from "./model-task.ts";
import type { Oddities } from "./provider-oddities.ts";
import { createOddities } from "./provider-oddities.ts";
import { cancelWays, readWays, listWays } from "./provider-answers.ts";
import type { Move, Process, Scheduler, Way } from "../scheduler.ts";
import type { ShownPrompt } from "./shown-prompt.ts";

/** A create request that has left a worker. */
export interface ModelCreate {
  readonly generationId: string;
  readonly request: CreateRequest;
  readonly requestId: string;
  readonly sentAt: number;
  /** Its outcome; null while it is in flight, `lost` if it never arrives. */
  result: ModelTask | Exclude<CreateAnswer, { kind: "accepted" | "unknown" }> | "lost" | null;
}

export interface ProviderModel {
  readonly tasks: readonly ModelTask[];
  readonly creates: readonly ModelCreate[];
  connect(process: Process): DashScopeClient;
  /** What the provider does on its own; the usual events first. */
  moves(): readonly Move[];
  /** Applies the effects of elapsed time. */
  tick(): void;
  /** How far its clock is ahead. */
  clockAheadMs(): number;
}

export interface ProviderModelPorts {
  readonly scheduler: Scheduler;
  now(): number;
  /** How a succeeded task shows the prompt of its request. */
  readonly shows: ShownPrompt;
  /** How far its clock is ahead at first. */
  readonly aheadMs: number;
  /** Whether its clock may be set, and its list may be wrong for a while, once each. */
  readonly isHostile: boolean;
  /** Called when a create request leaves, before it has an outcome. */
  createSent(generationId: string): void;
}

export const BASE_URL = "https://dashscope.aliyuncs.com/api/v1";

/** A create request makes its task within this time, or never. */
const CREATE_LIMIT_MS = 30_000;
/** The list shows a task this long after its creation at the latest. */
const LIST_LAG_MS = 70_000;
/** DashScope's documentation, "manage asynchronous tasks": a task ends within three hours. */
const TASK_LIFE_MS = 3 * 60 * 60 * 1000;

/**
 * DashScope as the stages know it. A create request may have any outcome, and its answer may be
 * lost whether or not it made a task. `get`, `list` and `cancel` return the truth or nothing, but
 * the list lags, and a task may be UNKNOWN for a while.
 */
export function createProviderModel(ports: ProviderModelPorts): ProviderModel {
  const { now } = ports;
  const tasks: ModelTask[] = [];
  const creates: ModelCreate[] = [];
  const odds = createOddities(ports);

  function make(create: ModelCreate): void {
    const { generationId, request, requestId } = create;
    const id = `task-${tasks.length + 1}`;
    const made = { id, generationId, request, requestId, createdAt: now(), listed: false };
    const shownAt = now() + odds.aheadMs();
    const task: ModelTask = { ...made, shownAt, status: "PENDING", endedAt: null };
    tasks.push(task);
    create.result = task;
  }

  function end(task: ModelTask, status: ModelTask["status"]): void {
    task.status = status;
    if (status !== "RUNNING") task.endedAt = now();
  }

  return {
    tasks,
    creates,
    clockAheadMs: odds.aheadMs,
    connect: (process) => connect(process, { ...ports, tasks, creates, end, ...odds }),
    moves: () => [
      ...creates
        .filter(({ result }) => result === null)
        .flatMap((create) => arrivals(create, make)),
      ...tasks.filter(({ endedAt }) => endedAt === null).flatMap((task) => endings(task, end)),
      ...tasks
        .filter(({ listed }) => !listed)
        .map((task) => ({
          label: `the list shows ${task.id}`,
          weight: 1,
          run: () => void (task.listed = true),
        })),
      ...odds.moves(tasks),
    ],
    tick() {
      odds.tick();
      for (const create of creates)
        if (create.result === null && now() - create.sentAt > CREATE_LIMIT_MS)
          create.result = "lost";
      for (const task of tasks) {
        if (now() - task.createdAt > LIST_LAG_MS) task.listed = true;
        if (task.endedAt === null && now() - task.createdAt > TASK_LIFE_MS) end(task, "SUCCEEDED");
      }
    },
  };
}

interface Place extends Omit<ProviderModelPorts, "aheadMs">, Pick<Oddities, "aheadMs" | "shown"> {
  readonly tasks: readonly ModelTask[];
  readonly creates: ModelCreate[];
  end(task: ModelTask, status: ModelTask["status"]): void;
}

function connect(process: Process, place: Place): DashScopeClient {
  const { scheduler, creates, now, end } = place;
  const ask = <T>(label: string, ways: () => readonly Way<T>[]) =>
    scheduler.choose(process, label, ways);
  return {
    baseUrl: BASE_URL,
    inWorkspace: () => {
      throw new Error("workspaces are not modeled");
    },
    create(request) {
      const generationId = generationOf(request);
      place.createSent(generationId);
      const requestId = `request-${creates.length + 1}`;
      const create: ModelCreate = { generationId, request, requestId, sentAt: now(), result: null };
      creates.push(create);
      const label = `gets the answer for ${generationId}`;
      return scheduler.choose(process, label, () => answersTo(create), { slow: true });
    },
    get: (id) => ask(`reads ${id}`, () => readWays(place, id)),
    list: (query) => ask("lists tasks", () => listWays(place, query)),
    cancel: (id) => ask(`cancels ${id}`, () => cancelWays(place, id, end)),
    upload: () => Promise.reject(new Error("uploads are not modeled")),
    checkEndpoint: () => Promise.reject(new Error("the start is not modeled")),
    quotas: () => Promise.reject(new Error("quotas are not modeled")),
    close: () => {},
  };
}

/** The generation of a create request, identified by the image that is unique to each request. */
function generationOf({ input }: CreateRequest): string {
  return /gen_\w+/.exec(JSON.stringify(input))?.[0] ?? "";
}

/** What the worker may learn of a create request: its answer, if any, or a broken connection. */
function answersTo({ result, requestId }: ModelCreate): Way<CreateAnswer>[] {
  const lost = (label: string, known: string | null): Way<CreateAnswer> => ({
    label,
    weight: 1,
    effect: () => ({ kind: "unknown", failure: { ...failure("network"), requestId: known } }),
  });
  const breaks = lost("the connection breaks", null);
  if (result === null || result === "lost") return [breaks];
  if ("kind" in result) {
    const answer: Way<CreateAnswer> = { label: `is ${result.kind}`, effect: () => result };
    return result.kind === "not-sent" ? [answer] : [answer, breaks];
  }
  const accepted: CreateAnswer = { kind: "accepted", taskId: result.id, requestId };
  return [
    { label: "is accepted", effect: () => accepted },
    breaks,
    lost("a gateway answers with the request id", requestId),
  ];
}

/** The possible outcomes of a create request in flight. */
function arrivals(create: ModelCreate, make: (create: ModelCreate) => void): Move[] {
  const about = `the create request for ${create.generationId}`;
  const ends = (label: string, weight: number, result: ModelCreate["result"]): Move => ({
    label: `${about} ${label}`,
    weight,
    run: () => (create.result = result),
  });
  const refused = (kind: Failure["kind"]) =>
    ({ kind: "rejected", failure: failure(kind, false) }) as const;
  return [
    { label: `${about} makes a task`, weight: 8, run: () => make(create) },
    ends("is lost", 1, "lost"),
    ends("is refused: the content is rejected", 1, refused("content_rejected")),
    ends("is refused: the key is invalid", 1, refused("authentication")),
    ends("is throttled", 1, {
      kind: "throttled",
      failure: failure("rate_limited", false),
      retryAfterMs: null,
    }),
    ends("never left", 1, { kind: "not-sent", failure: failure("network", false) }),
  ];
}

function endings(
  task: ModelTask,
  end: (task: ModelTask, status: ModelTask["status"]) => void,
): Move[] {
  const next = task.status === "PENDING" ? "RUNNING" : "SUCCEEDED";
  return [
    { label: `${task.id} is ${next}`, weight: 3, run: () => end(task, next) },
    { label: `${task.id} is FAILED`, weight: 1, run: () => end(task, "FAILED") },
  ];
}

export function failure(kind: Failure["kind"], charged: boolean | null = null): Failure {
  return { kind, code: "", message: kind, requestId: null, charged };
}
