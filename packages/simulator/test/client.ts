import { readFile } from "node:fs/promises";
import path from "node:path";

import { waitFor } from "@dashqueue/testing";

import type { Simulator } from "../src/index.ts";

/** The answer to a plain HTTP client, as it was on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the body is not JSON. */
  readonly body: Body;
}

interface Body {
  readonly code?: string;
  readonly message?: string;
  readonly request_id?: string;
  readonly output?: Readonly<Record<string, string>>;
  readonly usage?: unknown;
  readonly data?: unknown;
  readonly total?: number;
}

export const API_KEY = "sk-simulator";
export const VIDEO_BYTES = await readFile(path.resolve(import.meta.dirname, "../assets/video.mp4"));

export function vaceBody(prompt = "a girl in a forest"): Readonly<Record<string, unknown>> {
  return {
    model: "wan2.1-vace-plus",
    input: {
      function: "image_reference",
      prompt,
      ref_images_url: ["http://example.com/girl.png", "http://example.com/forest.png"],
    },
    parameters: { prompt_extend: true, obj_or_bg: ["obj", "bg"], size: "1280*720" },
  };
}

export interface Send {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly apiKey?: string;
}

export async function send(
  url: string,
  { method = "GET", headers = {}, body, apiKey = API_KEY }: Send = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

export const CREATE_PATH = "/services/aigc/video-generation/video-synthesis";
export const CREATE_HEADERS = { "content-type": "application/json", "x-dashscope-async": "enable" };

export async function create(
  simulator: Pick<Simulator, "baseUrl">,
  body: unknown = vaceBody(),
  options: Send & { readonly path?: string } = {},
): Promise<Answer> {
  const { path: pathname = CREATE_PATH, ...rest } = options;
  return send(`${simulator.baseUrl}${pathname}`, {
    method: "POST",
    headers: CREATE_HEADERS,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...rest,
  });
}

export async function get(
  simulator: Pick<Simulator, "baseUrl">,
  id: string,
  options: Send = {},
): Promise<Answer> {
  return send(`${simulator.baseUrl}/tasks/${id}`, options);
}

/** Creates a task and waits until it has ended. */
export async function finish(
  simulator: Pick<Simulator, "baseUrl">,
  body: unknown = vaceBody(),
): Promise<Answer> {
  const created = await create(simulator, body);
  const id = created.body.output?.["task_id"] ?? "";
  const ended = new Set<string | undefined>(["SUCCEEDED", "FAILED", "CANCELED"]);
  return waitFor(
    async () => {
      const answer = await get(simulator, id);
      return ended.has(answer.body.output?.["task_status"]) ? answer : null;
    },
    { everyMs: 60 },
  );
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}
