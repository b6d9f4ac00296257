import type { CreateAnswer, Task } from "@dashqueue/dashscope";

import type { Failure } from "../failure/failure.ts";
import type { ArchivedFile, Running } from "./generation.ts";

/** When, on which account, in which lane and at which host an attempt began. */
export type Begun = Omit<Running["attempt"], "hold">;

/** Something that happened to a generation. `advance` says what becomes of the record. */
export type Change =
  /** A create request is about to be sent. The only change that takes a slot. */
  | ({ readonly kind: "attempt-begun" } & Omit<Begun, "begunAt">)
  /** A file that the request names could not be brought to the provider; nothing was begun. */
  | { readonly kind: "upload-failed"; readonly failure: Failure }
  /** The create of that attempt was answered, in one of the five ways. */
  | {
      readonly kind: "create-answered";
      readonly attempt: number;
      /** The intent, as whoever sent the create knows it: Redis may have lost it. */
      readonly begun: Begun;
      readonly answer: CreateAnswer;
    }
  /** Nobody is left who could answer for that attempt: its worker is gone. */
  | { readonly kind: "attempt-orphaned"; readonly attempt: number }
  /** The provider has a task of this generation whose intent Redis has lost. */
  | {
      readonly kind: "task-recovered";
      readonly begun: Begun;
      readonly taskId: string;
      readonly requestId: string | null;
    }
  /** A task at the provider was found to be this attempt's: by the list, or by a person. */
  | {
      readonly kind: "task-adopted";
      readonly attempt: number;
      readonly taskId: string;
      readonly requestId: string | null;
      /** The person who found it; null for the list. */
      readonly by: string | null;
    }
  /** A person says that the attempt made nothing. */
  | { readonly kind: "attempt-denied"; readonly attempt: number; readonly by: string }
  /** The provider's list shows nothing that could be this attempt's. Twice, so far apart, proves that nothing was made. */
  | {
      readonly kind: "attempt-absent";
      readonly attempt: number;
      /** Before the list was asked: whoever was held up since then knows nothing newer. */
      readonly lookedAt: number;
      readonly provenAfterMs: number;
    }
  /** The provider has forgotten whatever may have been made: nobody will ever know. */
  | { readonly kind: "attempt-unresolved"; readonly attempt: number }
  /** The provider was asked about the task. */
  | { readonly kind: "task-read"; readonly task: Task }
  /** The provider can't know the task any more, and nobody saw how it ended. */
  | { readonly kind: "task-lost"; readonly failure: Failure }
  /** All files are in the archive, checked. */
  | { readonly kind: "files-archived"; readonly files: readonly ArchivedFile[] }
  /** The links died before the files could be copied. */
  | { readonly kind: "files-expired"; readonly failure: Failure }
  /** The links die in so many hours, and the files are not copied yet. */
  | { readonly kind: "expiry-near"; readonly hoursLeft: number }
  /** No create goes out on the account, for this reason. */
  | { readonly kind: "account-paused"; readonly failure: Failure }
  | { readonly kind: "account-resumed" }
  /** The daily spend limit leaves no room for this generation, for this reason. */
  | { readonly kind: "spend-limit-reached"; readonly failure: Failure }
  | { readonly kind: "spend-limit-lifted" }
  | { readonly kind: "cancel-requested" }
  /** The provider answered our cancel. */
  | { readonly kind: "cancel-answered"; readonly confirmed: boolean };

/** What the event log, the event stream and the log lines call it. */
export type EventName =
  | "generation-accepted"
  | "upload-failed"
  | "attempt-begun"
  | "task-created"
  | "create-delayed"
  | "create-rejected"
  | "create-uncertain"
  | "attempt-absent"
  | "attempt-unresolved"
  | "attempt-denied"
  | "task-adopted"
  | "task-recovered"
  | "task-observed"
  | "task-succeeded"
  | "task-failed"
  | "task-canceled"
  | "files-archived"
  | "files-expired"
  | "expiry-near"
  | "account-paused"
  | "account-resumed"
  | "spend-limit-reached"
  | "spend-limit-lifted"
  | "cancel-requested"
  | "cancel-confirmed"
  | "cancel-refused";

/** What became of a record by a change; `ignored` means that the change came too late or does not concern it. */
export type Advanced<G> =
  | {
      readonly kind: "advanced";
      readonly generation: G;
      readonly event: EventName | null;
      /** The person who said so. */
      readonly by?: string;
    }
  | { readonly kind: "ignored"; readonly reason: string };
