import type { CreateAnswer, Task } from "@dashqueue/dashscope";

import type { Failure } from "../failure/failure.ts";
import type { CreateWaits } from "../generation/deadlines.ts";
import type { ArchivedFile, MissingFile, Running } from "../generation/generation.ts";

/** When, on which account, in which lane and at which host an attempt began. */
export type AttemptStart = Omit<Running["attempt"], "hold">;

/** What a worker decides about an attempt before it begins. */
export interface AttemptTerms extends Omit<AttemptStart, "begunAt" | "deadlines"> {
  readonly waits?: CreateWaits | undefined;
  /**
   * How many attempts the record had when late tasks of theirs were looked for. If there was
   * another one since, this one does not begin (G1).
   */
  readonly lookedAfter?: number | undefined;
}

/** Something that happened to a generation. `advance` decides what it makes of the record. */
export type Change =
  /** A create request is about to be sent. The only change that takes a slot. */
  | ({ readonly kind: "attempt-begun" } & AttemptTerms)
  /** A file that the request names could not be brought to the provider; no attempt began. */
  | { readonly kind: "upload-failed"; readonly failure: Failure }
  /** The attempt's create request was answered, in one of the five ways. */
  | {
      readonly kind: "create-answered";
      readonly attempt: number;
      /** The intent as the sender knows it, because Redis may have lost it. */
      readonly begun: AttemptStart;
      readonly answer: CreateAnswer;
    }
  /** The attempt's worker is gone, so its answer is lost. */
  | { readonly kind: "attempt-orphaned"; readonly attempt: number }
  /** The provider has a task of this generation, but Redis has lost the intent. */
  | {
      readonly kind: "task-recovered";
      readonly begun: AttemptStart;
      readonly taskId: string;
      readonly requestId: string | null;
    }
  /** The provider's list identified a task as this attempt's. */
  | {
      readonly kind: "task-adopted";
      readonly attempt: number;
      readonly taskId: string;
      readonly requestId: string | null;
      /** Whether only the lack of another explanation identified it. */
      readonly isPresumed?: boolean;
    }
  /** A person says which task the attempt created, or null for none. A worker checks it. */
  | {
      readonly kind: "outcome-claimed";
      readonly attempt: number;
      readonly taskId: string | null;
      readonly by: string;
    }
  /** The provider does not contradict what the person said. */
  | {
      readonly kind: "claim-confirmed";
      readonly attempt: number;
      readonly taskId: string | null;
      /** Of the create request that created the task, if the provider shows it. */
      readonly requestId: string | null;
    }
  /** The provider contradicts what the person said; nothing is settled. */
  | {
      readonly kind: "claim-refused";
      readonly attempt: number;
      readonly taskId: string | null;
      readonly reason: string;
    }
  /**
   * The provider's list shows nothing that could be this attempt's task. A second absence, after
   * `provenAfterMs`, proves that nothing was created.
   */
  | {
      readonly kind: "attempt-absent";
      readonly attempt: number;
      /** Taken before the list was requested, so that a stalled worker claims nothing newer. */
      readonly lookedAt: number;
      readonly provenAfterMs: number;
    }
  /** The provider's list shows tasks that may be this attempt's, but cannot be identified yet. */
  | {
      readonly kind: "tasks-possible";
      readonly attempt: number;
      readonly taskIds: readonly string[];
    }
  /** The provider no longer knows what the attempt may have created, so nobody can find out. */
  | { readonly kind: "attempt-unresolved"; readonly attempt: number }
  /** A task whose absence had been proven; the generation has another one. */
  | { readonly kind: "task-appeared"; readonly attempt: number; readonly taskId: string }
  /** The provider answered a query about the task. */
  | { readonly kind: "task-read"; readonly task: Task }
  /** The provider no longer knows the task, and nobody saw how it ended. */
  | { readonly kind: "task-lost"; readonly failure: Failure }
  /** The task shows that another system made it. */
  | { readonly kind: "task-foreign"; readonly failure: Failure }
  /** Every file is in the archive and verified (G6). */
  | { readonly kind: "files-archived"; readonly files: readonly ArchivedFile[] }
  /** Some files are in the archive and verified; the others could not be copied yet. */
  | {
      readonly kind: "files-missing";
      readonly files: readonly ArchivedFile[];
      readonly missing: readonly MissingFile[];
    }
  /** The links expired before every file could be copied. */
  | { readonly kind: "files-expired"; readonly failure: Failure }
  /** The links expire in this many hours, and the files are not copied yet. */
  | { readonly kind: "expiry-near"; readonly hoursLeft: number }
  /** No create request is sent on the account, for this reason. */
  | { readonly kind: "account-paused"; readonly failure: Failure }
  | { readonly kind: "account-resumed" }
  /** The daily spend limit leaves no room for this generation, for this reason. */
  | {
      readonly kind: "spend-limit-reached";
      readonly failure: Failure;
      /** No later day has room for it either. */
      readonly givesUpSlot?: boolean;
    }
  | { readonly kind: "spend-limit-lifted" }
  /** A limit of its tenant leaves no room for this generation. It gives up a slot that it kept. */
  | { readonly kind: "tenant-limit-reached"; readonly failure: Failure }
  | { readonly kind: "tenant-limit-lifted" }
  /** Results cannot be stored or downloaded, so nothing is bought (G11). */
  | { readonly kind: "collection-blocked"; readonly failure: Failure }
  | { readonly kind: "collection-unblocked" }
  /** The lane is closed until the provider's tasks were compared with ours, for this reason. */
  | { readonly kind: "lane-closed"; readonly failure: Failure }
  | { readonly kind: "lane-opened" }
  /** It was not submitted in time, by the clock of the worker that looked. */
  | { readonly kind: "deadline-passed" }
  /** A caller, or a person in the dashboard, wants it to end. */
  | { readonly kind: "cancel-requested"; readonly by?: string | undefined }
  /** The provider answered our cancel request. */
  | { readonly kind: "cancel-answered"; readonly confirmed: boolean };
