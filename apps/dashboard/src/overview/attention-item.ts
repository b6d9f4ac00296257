import type { NextTry } from "@dashqueue/queue/internal";

import type { Role } from "../auth/users.ts";

/** Something that a person has to look at. */
export interface Attention {
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
  /** The page on which that is done; absent if it is done elsewhere. */
  readonly where?: string;
  /** The page that explains it. */
  readonly help: string;
  /** Where to see more. */
  readonly path: string | null;
  /** When it is tried again, if it was refused. */
  readonly nextTry?: NextTry | null;
  /** Leads to the preview of what helps once the cause is gone. */
  readonly act?: { readonly text: string; readonly path: string } | null;
  /** When it began, if that is known; epoch milliseconds. */
  readonly since?: number | null;
  /** Does at once what is to be done. */
  readonly button?: Button;
}

/** A form of one button. */
export interface Button {
  readonly text: string;
  /** What it acts on, too, for readers who hear the page. */
  readonly name: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The role that it takes. */
  readonly needs: Role;
}
