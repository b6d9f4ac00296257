import type { Failure } from "../failure/failure.ts";
import type { Queued } from "../generation/generation.ts";
import type { WaitReason } from "../generation/waiting/waiting.ts";
import { waitReasonOf } from "../generation/waiting/waiting.ts";

const ACCOUNT = { begins: "account-paused", ends: "account-resumed" } as const;

/** The changes that record on a queued generation why it waits, and that it no longer does. */
const NOTICES = {
  account: ACCOUNT,
  spending: { begins: "spend-limit-reached", ends: "spend-limit-lifted" },
  tenant_limit: { begins: "tenant-limit-reached", ends: "tenant-limit-lifted" },
  collection: { begins: "collection-blocked", ends: "collection-unblocked" },
  check: { begins: "lane-closed", ends: "lane-opened" },
  // Nothing announces these: the generation finds out when it is tried.
  slot: null,
  paused: null,
  worker: null,
  backoff: null,
} as const satisfies Record<WaitReason, { readonly begins: string; readonly ends: string } | null>;

type Notices = NonNullable<(typeof NOTICES)[WaitReason]>;

/** The change that records that a generation waits because of this. */
export function noticeThatBegins(failure: Failure): Notices["begins"] {
  return (NOTICES[waitReasonOf(failure)] ?? ACCOUNT).begins;
}

/** The change that records that a generation no longer waits for what its record says. */
export function noticeThatEnds({ delayed }: Pick<Queued, "delayed">): Notices["ends"] | null {
  return delayed === null ? null : (NOTICES[waitReasonOf(delayed)]?.ends ?? null);
}
