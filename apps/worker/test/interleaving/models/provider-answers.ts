import type {
  CancelAnswer,
  Failure,
  ListAnswer,
  ListQuery,
  Task,
  TaskAnswer,
} from "@dashqueue/dashscope";

import { DAY_MS } from "@dashqueue/queue/internal";

import type { ModelTask } from "./model-task.ts";
import type { ShownPrompt } from "./shown-prompt.ts";
import type { Way } from "../scheduler.ts";

interface Place {
  readonly tasks: readonly ModelTask[];
  now(): number;
  readonly shows: ShownPrompt;
  /** How far its clock is ahead. */
  aheadMs(): number;
  /** Whether the list shows a task that a right list would show. */
  shown(task: ModelTask): boolean;
}

/**
 * DashScope's documentation, "manage asynchronous tasks": a task and its links are kept for 24
 * hours.
 */
const KEPT_MS = DAY_MS;

const FAILURE: Failure = {
  kind: "network",
  code: "",
  message: "reset",
  requestId: null,
  charged: null,
};
const UNAVAILABLE = { kind: "unavailable", failure: FAILURE, retryAfterMs: null } as const;
const unavailable = { label: "the provider is unavailable", effect: () => UNAVAILABLE } as const;

/** The possible answers to a query for a task. */
export function readWays(place: Place, id: string): Way<TaskAnswer>[] {
  const task = place.tasks.find((task) => task.id === id);
  const unknown: Task = { status: "UNRECOGNIZED", id, word: "UNKNOWN" };
  return [
    {
      label: "is answered",
      effect: () => ({
        kind: "task",
        task: task === undefined || isDeleted(task, place) ? unknown : taskOf(task, place),
      }),
    },
    unavailable,
    { label: "is answered UNKNOWN", effect: () => ({ kind: "task", task: unknown }) },
  ];
}

/** The possible answers to a query for the list, which may lag behind. */
export function listWays(place: Place, query: ListQuery): Way<ListAnswer>[] {
  const { taskId: id, model, from, to, page } = query;
  const isShown = (task: ModelTask) =>
    task.listed &&
    (id === undefined || task.id === id) &&
    place.shown(task) &&
    !isDeleted(task, place) &&
    (model === undefined || task.request.model === model) &&
    task.createdAt >= (from ?? -Infinity) &&
    task.createdAt <= (to ?? Infinity);
  const rowOf = ({ id: taskId, requestId, request, status, shownAt }: ModelTask) => {
    return { taskId, requestId, model: request.model, status, createdAt: shownAt };
  };
  return [
    {
      label: "",
      effect() {
        const rows = place.tasks.filter(isShown).map(rowOf);
        return { kind: "rows", rows, unreadable: 0, page, totalPages: 1, total: rows.length };
      },
    },
    unavailable,
  ];
}

/** The possible answers to a cancel, including a lost answer to one that succeeded. */
export function cancelWays(
  { tasks }: Place,
  id: string,
  end: (task: ModelTask, status: "CANCELED") => void,
): Way<CancelAnswer>[] {
  const task = tasks.find((task) => task.id === id);
  function cancel(): CancelAnswer {
    if (task?.status !== "PENDING")
      return { kind: "refused", failure: { ...FAILURE, code: "UnsupportedOperation" } };
    end(task, "CANCELED");
    return { kind: "canceled", requestId: null };
  }
  return [
    { label: "", effect: cancel },
    unavailable,
    { label: "the answer is lost", effect: () => (cancel(), UNAVAILABLE) },
  ];
}

function isDeleted({ endedAt }: ModelTask, { now }: Place): boolean {
  return endedAt !== null && now() - endedAt > KEPT_MS;
}

function taskOf({ id, status, endedAt, request }: ModelTask, { shows, aheadMs }: Place): Task {
  switch (status) {
    case "PENDING":
    case "RUNNING":
    case "CANCELED":
      return { status, id };
    case "FAILED":
      return { status, id, failure: { ...FAILURE, kind: "provider_error", charged: false } };
    case "SUCCEEDED": {
      const prompt = request.input["prompt"];
      const shownEnd = (endedAt ?? 0) + aheadMs();
      const expiresAt = shownEnd + KEPT_MS;
      const url = `https://results.example/${id}`;
      return {
        status,
        id,
        usage: { video_duration: 5 },
        actualPrompt: null,
        endedAt: shownEnd,
        files: [{ name: "video.mp4", url, contentType: "video/mp4", kind: "video", expiresAt }],
        origPrompt: typeof prompt === "string" ? shownAs(prompt, shows) : null,
      };
    }
  }
}

function shownAs(prompt: string, shows: ShownPrompt): string | null {
  switch (shows) {
    case "prompt":
      return prompt;
    case "beginning":
      return prompt.slice(0, 4);
    case "nothing":
      return null;
  }
}
