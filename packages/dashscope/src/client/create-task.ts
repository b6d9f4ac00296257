import type { CreateAnswer } from "../answers/create-answer.ts";
import { readCreateAnswer } from "../answers/create-answer.ts";
import type { Model } from "../facts/model.ts";
import type { CreateRequest } from "../checks/create-request.ts";
import type { Connection } from "./connection.ts";
import { networkFailure } from "./connection.ts";
import type { CreateTerms } from "./dashscope-client.ts";

/** Sends one create request. */
export async function createTask(
  { send }: Connection,
  model: Pick<Model, "path" | "isPathKnown" | "sentAs">,
  request: CreateRequest,
  {
    path,
    dataInspection,
    timeoutMs,
    signal,
    now,
  }: CreateTerms & { readonly timeoutMs: number; readonly now: () => number },
): Promise<CreateAnswer> {
  const body = JSON.stringify({ ...request, model: model.sentAs });
  const sent = await send(model.isPathKnown ? model.path : (path ?? model.path), {
    method: "POST",
    headers: headersFor(body, dataInspection),
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
function headersFor(
  body: string,
  dataInspection: CreateTerms["dataInspection"],
): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    "x-dashscope-async": "enable",
    ...(dataInspection ? { "x-dashscope-datainspection": dataInspection } : {}),
    ...(body.includes('"oss://') ? { "x-dashscope-ossresourceresolve": "enable" } : {}),
  };
}
