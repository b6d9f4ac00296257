import type { UploadAnswer } from "../answers/upload-answer.ts";
import { readUploadAnswer, readUploadPolicy, sizeProblem } from "../answers/upload-answer.ts";
import type { Connection } from "./connection.ts";
import { answerOf } from "./connection.ts";
import type { UploadFile } from "./upload-form.ts";
import { uploadForm, uploadKey } from "./upload-form.ts";

/** The lifetime of an upload policy. DashScope's documentation: "upload a local file". */
const UPLOAD_TIMEOUT_MS = 300_000;

/** Requests an upload policy, then sends the file to the host that the policy names. */
export async function uploadFile(
  { send, sendElsewhere }: Connection,
  model: string,
  file: UploadFile,
  {
    timeoutMs,
    signal,
    now,
  }: { timeoutMs: number; signal: AbortSignal | undefined; now: () => number },
): Promise<UploadAnswer> {
  const parameters = new URLSearchParams({ action: "getPolicy", model });
  const answer = await send(`/uploads?${parameters.toString()}`, {
    method: "GET",
    timeoutMs,
    signal,
  });
  const read = answerOf(answer, (policy) => readUploadPolicy(policy, now()));
  if (read.kind !== "policy") return read;
  const { policy } = read;
  const problem = sizeProblem(policy, file.content.size);
  if (problem !== null) return problem;
  const sent = await sendElsewhere({
    method: "POST",
    url: policy.upload_host,
    body: uploadForm(policy, file),
    timeoutMs: UPLOAD_TIMEOUT_MS,
    signal,
  });
  return answerOf(sent, (uploaded) => readUploadAnswer(uploaded, uploadKey(policy, file)));
}
