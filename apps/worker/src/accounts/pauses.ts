import type { AccountGate, Failure, Pause } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp } from "@dashqueue/queue/internal";

import type { Account } from "./accounts.ts";

/** An account that the provider refuses, and what to do about it. */
export interface AccountPause extends Pause {
  readonly account: string;
  readonly advice: string;
  readonly help: string;
}

/** Returns those of the accounts that the provider refuses. */
export async function pausesOf(
  gate: Pick<AccountGate, "pausedFor">,
  accounts: readonly Pick<Account, "name">[],
): Promise<readonly AccountPause[]> {
  const pauses: AccountPause[] = [];
  for (const { name } of accounts) {
    const pause = await gate.pausedFor(name);
    if (pause === null) continue;
    const { kind } = pause;
    const told = { advice: FAILURE_POLICY[kind].advice, help: failureHelp(kind) };
    pauses.push({ account: name, ...pause, ...told });
  }
  return pauses;
}

/** Why nothing can be submitted on an account; null for a reason that concerns all of them. */
interface AccountBlock extends Pick<Failure, "kind" | "code" | "message"> {
  readonly account: string | null;
}

/** Why nothing can be submitted on any account; null while one account works. */
export function failureOfAll(
  blocks: readonly AccountBlock[],
  accounts: readonly Pick<Account, "name">[],
): Failure | null {
  const isBlocked = (name: string) => blocks.some(({ account }) => account === name);
  const [first] = blocks;
  const block = blocks.find(({ account }) => account === null) ?? first;
  const isForAll = block?.account === null || accounts.every(({ name }) => isBlocked(name));
  if (block === undefined || !isForAll) return null;
  const { kind, code, message } = block;
  return { kind, code, message, requestId: null, charged: false };
}
