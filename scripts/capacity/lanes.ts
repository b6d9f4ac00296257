import { isOffered, limitsIn, MODELS } from "@dashqueue/dashscope";
import type { Region } from "@dashqueue/dashscope";

/** The number of lanes of the catalog in a region, by their slots. */
export function lanesBySlots(region: Region): ReadonlyMap<number, number> {
  const slots = new Map(
    MODELS.filter((model) => isOffered(model, region)).map((model) => [
      model.limitGroup,
      limitsIn(model, region).maxInFlight,
    ]),
  );
  const counts = new Map<number, number>();
  for (const size of [...slots.values()].toSorted((a, b) => a - b))
    counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}
