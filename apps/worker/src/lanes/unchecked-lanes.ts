import type { FindModel } from "@dashqueue/dashscope";
import type { AccountGate, Failure, Lane, Queued } from "@dashqueue/queue/internal";
import { laneName, nextLane } from "@dashqueue/queue/internal";

/** Why lanes are closed until they are checked, by the name of the lane. */
export type UncheckedLanes = ReadonlyMap<string, Failure>;

export async function uncheckedLanes(
  gate: Pick<AccountGate, "uncheckedFor">,
  lanes: readonly Lane[],
): Promise<UncheckedLanes> {
  const closed = new Map<string, Failure>();
  for (const lane of lanes) {
    const failure = await gate.uncheckedFor(lane);
    if (failure !== null) closed.set(laneName(lane), failure);
  }
  return closed;
}

/** Why none of these accounts admits a generation before a check; null if one of them may. */
export function uncheckedFor(
  queued: Queued,
  accounts: readonly { readonly name: string }[],
  closed: UncheckedLanes,
  findModel: FindModel,
): Failure | null {
  const failures = accounts.map(({ name }) =>
    closed.get(laneName(nextLane(queued, name, findModel))),
  );
  return failures.every((failure) => failure !== undefined) ? (failures[0] ?? null) : null;
}
