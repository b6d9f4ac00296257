import { limitGroupOf } from "@dashqueue/dashscope";
import { z } from "zod";

const recordWithoutLane = z.looseObject({
  request: z.looseObject({ model: z.string() }),
  attempt: z.looseObject({}).nullish(),
  keptSlot: z.looseObject({}).nullish(),
});

/** Adds the lane to a record of an earlier version, which used the catalog's lane. */
export function withLane(record: unknown): unknown {
  const read = recordWithoutLane.safeParse(record);
  if (!read.success) return record;
  const { request, attempt, keptSlot } = read.data;
  const lane = limitGroupOf(request.model);
  return {
    ...read.data,
    ...(attempt ? { attempt: { lane, ...attempt } } : {}),
    ...(keptSlot ? { keptSlot: { lane, ...keptSlot } } : {}),
  };
}
