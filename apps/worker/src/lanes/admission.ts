import type { CreateRequest, FindModel } from "@dashqueue/dashscope";
import { sentNameOf } from "@dashqueue/dashscope";
import type {
  Changed,
  CreateWaits,
  Generation,
  GenerationStore,
  Lane,
  LaneLimits,
  Queued,
  Refused,
  SpendLimits,
  Submitting,
} from "@dashqueue/queue/internal";
import { nextLane } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import type { Brought, MediaUrls } from "../accounts/bring-uploads.ts";

/** What a lane's door answers to a generation that asks for a slot. */
export type LaneAnswer =
  /** The slot is taken and the intent is written (G3). */
  | {
      readonly kind: "admitted";
      readonly generation: Submitting;
      readonly mediaUrls: MediaUrls;
      /** Whether neither the account nor the lane was held back by an earlier refusal. */
      readonly isCalm?: boolean | undefined;
    }
  /** The record is no longer queued, or does not exist. */
  | { readonly kind: "overtaken"; readonly generation: Generation }
  /** An upload could not be copied to the provider; the record says why. */
  | { readonly kind: "upload-failed"; readonly waitMs: number }
  /** Results cannot be stored or downloaded now. */
  | { readonly kind: "collection-blocked" }
  /** The process is closing. */
  | { readonly kind: "closing" }
  | Refused;

export interface AdmissionPorts {
  /** Copies the uploads that the request names to the account. */
  bringUploads(
    generation: { readonly id: string; readonly tenant: string; readonly request: CreateRequest },
    account: Account,
    signal: AbortSignal,
  ): Promise<Brought>;
  /** Whether the results of an account can be stored and downloaded now (G11). */
  isCollectable(account: string): Promise<boolean>;
  readonly store: Pick<GenerationStore, "begin" | "change">;
  readonly findModel: FindModel;
  /** How far the provider's clock is ahead of the shared one, milliseconds; null if unknown. */
  clockAheadMs(account: Account, signal: AbortSignal): Promise<number | null>;
  /** Written into the attempt: replicas may have other settings. */
  readonly waits: CreateWaits;
  laneLimits(account: Account, model: string): LaneLimits;
  /** For how long a task of this model is expected to take a slot. */
  expectedMs(model: string): number;
  readonly spendLimits: SpendLimits;
  /** Called when the daily spend limit closes the lane. */
  overLimit(lane: Lane): Promise<void>;
}

const UPLOAD_RETRY_MS = 5_000;

/**
 * Asks one lane for a slot. The uploads go first, because the create request must follow its
 * intent at once.
 */
export async function admit(
  queued: Queued,
  account: Account,
  ports: AdmissionPorts,
  signal: AbortSignal,
): Promise<LaneAnswer> {
  const { request } = queued;
  const lane = nextLane(queued, account.name, ports.findModel);
  const brought = await ports.bringUploads(queued, account, signal);
  // An interrupted upload is not a failed one: the next worker repeats it.
  if (signal.aborted) return { kind: "closing" };
  if (brought.kind === "failed") {
    const changed = await ports.store.change(queued, {
      kind: "upload-failed",
      failure: brought.failure,
    });
    return changed.kind === "missing" || changed.generation.status !== "queued"
      ? { kind: "overtaken", generation: changed.kind === "missing" ? queued : changed.generation }
      : { kind: "upload-failed", waitMs: UPLOAD_RETRY_MS };
  }
  // Only with it can a lost answer be settled: it says when the provider created its tasks.
  const providerAheadMs = await ports.clockAheadMs(account, signal);
  if (signal.aborted) return { kind: "closing" };
  // Right before the attempt begins: uploads may take minutes.
  if (!(await ports.isCollectable(account.name))) return { kind: "collection-blocked" };
  const begun = await ports.store.begin(queued, {
    lane,
    baseUrl: account.baseUrl,
    site: account.site,
    sentAs: sentNameOf(request.model, ports.findModel),
    providerAheadMs,
    waits: ports.waits,
    lookedAfter: queued.attempts,
    limits: ports.laneLimits(account, request.model),
    expectedMs: ports.expectedMs(request.model),
    spendLimits: ports.spendLimits,
  });
  switch (begun.kind) {
    case "changed":
      return admitted(begun, brought.urls);
    case "ignored":
      return { kind: "overtaken", generation: begun.generation };
    case "missing":
      return { kind: "overtaken", generation: queued };
    case "over-limit":
      await ports.overLimit(lane);
      return begun;
    case "full":
    case "tenant-full":
    case "too-soon":
    case "paused":
    case "over-budget":
    case "beyond-budget":
    case "unchecked":
      return begun;
  }
}

function admitted(
  { generation, isCalm }: Extract<Changed, { kind: "changed" }>,
  mediaUrls: MediaUrls,
): LaneAnswer {
  return generation.status === "submitting"
    ? { kind: "admitted", generation, mediaUrls, isCalm }
    : { kind: "overtaken", generation };
}
