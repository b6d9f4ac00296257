import type { CreateAnswer } from "../answers/create-answer.ts";
import { readCreateAnswer } from "../answers/create-answer.ts";
import type { Model } from "../facts/model.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import type { Connection } from "./connection.ts";
import { networkFailure } from "./connection.ts";

/** Sends one create request. */
export async function createTask(
  { send }: Connection,
  { path, sentAs }: Pick<Model, "path" | "sentAs">,
  request: CreateRequest,
  {
    timeoutMs,
    signal,
    now,
  }: { timeoutMs: number; signal: AbortSignal | undefined; now: () => number },
): Promise<CreateAnswer> {
  const body = JSON.stringify({ ...request, model: sentAs });
  const sent = await send(path, {
    method: "POST",
    headers: headersFor(body),
    body,
    timeoutMs,
    signal,
  });
  switch (sent.kind) {
    case "answered":
      return readCreateAnswer(sent.answer, now());
    case "not-sent":
      return { kind: "not-sent", failure: networkFailure(sent, false) };
    case "lost":
      return { kind: "unknown", failure: networkFailure(sent, null) };
  }
}

/** `oss://` URLs are resolved only on request. DashScope's documentation: "upload a local file". */
function headersFor(body: string): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    "x-dashscope-async": "enable",
    ...(body.includes('"oss://') ? { "x-dashscope-ossresourceresolve": "enable" } : {}),
  };
}
