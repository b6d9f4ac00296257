import { DashqueueError } from "./dashqueue-error.ts";

/** The JSON of an answer; undefined if it is empty. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const detail = "The answer is not JSON, so it is not one of dashqueue. Check the URL.";
    throw new DashqueueError({ kind: "unreadable", status: response.status, detail, cause });
  }
}
