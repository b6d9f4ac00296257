import type { RequestContext } from "@dashqueue/queue/internal";

export type ReadContext =
  | { readonly ok: true; readonly context: Pick<RequestContext, "workspace" | "dataInspection"> }
  | { readonly ok: false; readonly problem: string };

/** Reads the headers that are stored with a generation and sent with its create request. */
export function readRequestContext(headerOf: (name: string) => string | undefined): ReadContext {
  const wrong = [WORKSPACE, DATA_INSPECTION].find((name) => !SENDABLE.test(headerOf(name) ?? ""));
  if (wrong !== undefined)
    return { ok: false, problem: `${wrong} must be at most 256 printable ASCII characters` };
  const workspace = headerOf(WORKSPACE) || null;
  const dataInspection = headerOf(DATA_INSPECTION) || null;
  return { ok: true, context: { workspace, dataInspection } };
}

const WORKSPACE = "X-DashScope-WorkSpace";
const DATA_INSPECTION = "X-DashScope-DataInspection";
const SENDABLE = /^[\x20-\x7e]{0,256}$/;
