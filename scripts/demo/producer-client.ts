import type { GenerationView } from "@dashqueue/queue/internal";

import { StackFailure } from "../stack/failure/stack-failure.ts";

export interface ProducerClient {
  readonly send: (body: string) => Promise<GenerationView>;
  /** Uploads a file and returns the URL for a request. */
  readonly upload: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  readonly read: (id: string) => Promise<GenerationView>;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path?: string; readonly message?: string }[];
}

/**
 * Calls a producer over HTTP, as any client does. Rejects with `StackFailure` on an error answer.
 */
export function createProducerClient(
  url: string,
  token: string | undefined,
  signal: AbortSignal,
): ProducerClient {
  const headers = {
    "content-type": "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const call = async <Answer = GenerationView>(
    path: string,
    request: RequestInit,
  ): Promise<Answer> => {
    const response = await fetch(new URL(path, url), { ...request, headers, signal }).catch(
      (cause: unknown) => {
        throw new StackFailure(`The producer at ${url} is unreachable.`, { cause });
      },
    );
    if (!response.ok) throw new StackFailure(await problemText(response));
    return (await response.json()) as Answer;
  };
  return {
    upload: async (bytes) =>
      (await call<{ url: string }>("/v1/uploads", { method: "POST", body: bytes })).url,
    send: async (body) => call("/v1/generations", { method: "POST", body }),
    read: async (id) => call(`/v1/generations/${id}`, {}),
  };
}

async function problemText(response: Response): Promise<string> {
  const text = await response.text();
  return `The producer answered ${response.status}: ${readProblem(text) ?? (text || response.statusText)}`;
}

function readProblem(text: string): string | null {
  try {
    const { title, detail, errors = [] } = JSON.parse(text) as Problem;
    const fields = errors.map(({ path, message }) => `${path}: ${message}`);
    return [detail ?? title ?? "", ...fields].filter((part) => part !== "").join("; ");
  } catch {
    return null;
  }
}
