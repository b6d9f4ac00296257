import type { Generation } from "../generation/generation.ts";
import { laneName, slotLane } from "../generation/lane.ts";
import { traceFieldsOf } from "../generation/traceparent.ts";

/** What every log line about a generation says of it. */
interface LogFields {
  readonly generation_id: string;
  readonly tenant: string;
  readonly model: string;
  /** Of its slot, as `account:model`. */
  readonly lane?: string;
  readonly trace_id?: string;
}

/**
 * Returns what a log line says of the generation that it is about.
 *
 * @param isTraced whether spans are sent, so that each generation has a trace
 */
export function logFieldsOf(
  generation: Generation,
  isTraced: boolean,
  lane = slotLane(generation),
): LogFields {
  const { id, tenant, request } = generation;
  return {
    generation_id: id,
    tenant,
    model: request.model,
    ...(lane === null ? {} : { lane: laneName(lane) }),
    ...traceFieldsOf(generation, isTraced),
  };
}
