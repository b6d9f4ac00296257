import type { QueryTurnPorts } from "../accounts/query-turn.ts";
import { takeQueryTurn } from "../accounts/query-turn.ts";
import { sleep } from "../sleep.ts";

/**
 * Without Redis the turns of the workers are unknown. One query per second fits beside those of
 * the workers, which leave a fifth of the limit free.
 */
const UNCOORDINATED_MS = 1_000;

/**
 * Waits for the account's next query turn, which Redis hands out to workers and tools alike (G8).
 * If Redis does not answer, it paces itself.
 */
export async function paceQuery(
  ports: QueryTurnPorts,
  signal: AbortSignal,
  uncoordinatedMs = UNCOORDINATED_MS,
): Promise<void> {
  try {
    await takeQueryTurn(ports, signal);
  } catch {
    await sleep(uncoordinatedMs, signal);
  }
}
