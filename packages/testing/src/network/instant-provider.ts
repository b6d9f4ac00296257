import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** How often a task is queried until it has succeeded. */
const POLLS = 3;

/**
 * A provider that answers at once, and whose tasks end with their third query. The simulator has
 * faults, limits and a ledger, and costs more than what a benchmark measures with it.
 */
export interface InstantProvider extends AsyncDisposable {
  readonly baseUrl: string;
}

/** The simulator's result of a video task. */
const VIDEO = readFileSync(
  path.resolve(import.meta.dirname, "../../../simulator/assets/video.mp4"),
);

export async function startInstantProvider(): Promise<InstantProvider> {
  const polls = new Map<string, number>();
  let ids = 0;
  const newId = () => `id-${(ids += 1)}`;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume().once("end", () => answer(request, response, { polls, newId }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/api/v1`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Tasks {
  /** How often each task was queried. */
  readonly polls: Map<string, number>;
  newId(): string;
}

function answer(
  { method, url = "", headers }: IncomingMessage,
  response: ServerResponse,
  { polls, newId }: Tasks,
): void {
  if (url.startsWith("/results/")) {
    response.writeHead(200, { "content-type": "video/mp4", "content-length": VIDEO.byteLength });
    response.end(VIDEO);
    return;
  }
  const id = /\/tasks\/([\w-]+)$/.exec(url)?.[1];
  const body =
    method === "POST"
      ? { output: { task_status: "PENDING", task_id: newId() } }
      : id === undefined
        ? { data: [], page_no: 1, page_size: 1, total: 0, total_page: 0 }
        : taskOf(id, polls, headers.host ?? "");
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ ...body, request_id: newId() }));
}

function taskOf(task_id: string, polls: Map<string, number>, host: string) {
  const count = (polls.get(task_id) ?? 0) + 1;
  polls.set(task_id, count);
  if (count < POLLS) return { output: { task_id, task_status: "RUNNING" } };
  const expires = Math.ceil(Date.now() / 1_000) + 86_400;
  return {
    output: {
      task_id,
      task_status: "SUCCEEDED",
      video_url: `http://${host}/results/${task_id}.mp4?Expires=${expires}`,
    },
    usage: { video_duration: 5, video_ratio: "1280*720", video_count: 1 },
  };
}
