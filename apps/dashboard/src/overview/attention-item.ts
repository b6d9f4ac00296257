import type { NextTry } from "@dashqueue/queue/internal";

/** Something that a person has to look at. */
export interface Attention {
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
  /** The page that explains it. */
  readonly help: string;
  /** Where to see more. */
  readonly path: string | null;
  /** When it is tried again, if it was refused. */
  readonly nextTry?: NextTry | null;
  /** Leads to the preview of what helps once the cause is gone. */
  readonly act?: { readonly text: string; readonly path: string } | null;
}
