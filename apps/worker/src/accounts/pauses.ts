import type { AccountGate, Failure, Pause } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

import type { Account } from "./accounts.ts";

/** An account that the provider refuses, and what to do about it. */
export interface AccountPause extends Pause {
  readonly account: string;
  readonly advice: string;
}

/** Returns those of the accounts that the provider refuses. */
export async function pausesOf(
  gate: Pick<AccountGate, "pausedFor">,
  accounts: readonly Pick<Account, "name">[],
): Promise<readonly AccountPause[]> {
  const pauses: AccountPause[] = [];
  for (const { name } of accounts) {
    const pause = await gate.pausedFor(name);
    if (pause !== null)
      pauses.push({ account: name, ...pause, advice: FAILURE_POLICY[pause.kind].advice });
  }
  return pauses;
}

/** Why every account is refused, by the failure of the first; null while one account works. */
export function failureOfAll(
  pauses: readonly AccountPause[],
  accounts: readonly unknown[],
): Failure | null {
  const [first] = pauses;
  if (first === undefined || pauses.length < accounts.length) return null;
  const { kind, code, message } = first;
  return { kind, code, message, requestId: null, charged: false };
}
