/** Creates a task with a plain HTTP request, as a team without a queue does. */
export async function createTask(baseUrl: string, prompt: string): Promise<string> {
  const response = await fetch(`${baseUrl}/services/aigc/video-generation/video-synthesis`, {
    method: "POST",
    headers: { ...HEADERS, "content-type": "application/json", "x-dashscope-async": "enable" },
    body: JSON.stringify({
      model: "wan2.5-t2v-preview",
      input: { prompt },
      parameters: { size: "1280*720" },
    }),
  });
  const body = (await response.json()) as { output?: { task_id?: string } };
  const id = body.output?.task_id;
  if (!response.ok || id === undefined)
    throw new Error(`the create request was answered with ${response.status}`);
  return id;
}

/** Reads the status of a task: PENDING, RUNNING, SUCCEEDED, FAILED, … */
export async function readStatus(baseUrl: string, taskId: string): Promise<string> {
  const response = await fetch(`${baseUrl}/tasks/${taskId}`, { headers: HEADERS });
  const body = (await response.json()) as { output?: { task_status?: string } };
  return body.output?.task_status ?? "UNKNOWN";
}

const HEADERS = { authorization: "Bearer sk-simulator" };

/**
 * The environment of a worker: provider, stores, the time between two polls of a task, and the
 * number of requests to enqueue first.
 */
export function assignment() {
  const { BASE_URL = "", REDIS_URL = "", DATABASE_URL = "", POLL_MS, COUNT = "0" } = process.env;
  const prompts = Array.from({ length: Number(COUNT) }, (_, index) => `film ${index + 1}`);
  const stores = { redisUrl: REDIS_URL, databaseUrl: DATABASE_URL };
  return { baseUrl: BASE_URL, ...stores, pollMs: Number(POLL_MS), prompts };
}

/** Reports to the bench that a request has ended. */
export function report(ended: "finished" | "failed"): void {
  process.stdout.write(`${ended}\n`);
}
