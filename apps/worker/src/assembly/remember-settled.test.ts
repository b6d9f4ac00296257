import type {
  Change,
  Changed,
  EndedAlarm,
  Generation,
  GenerationStore,
} from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { rememberSettled } from "./remember-settled.ts";

const { uncertain, running } = GENERATIONS;
const CHANGE = { kind: "cancel-requested" } as Change;

it.each<[string | Generation, Changed, number]>([
  [uncertain, { kind: "changed", generation: running }, 1],
  [uncertain, { kind: "changed", generation: uncertain }, 0],
  [uncertain, { kind: "ignored", generation: running, reason: "was settled before" }, 0],
  [running, { kind: "changed", generation: running }, 0],
  ["gen_1", { kind: "changed", generation: running }, 0],
])("remembers a lost answer once it is settled: %#", async (of, changed, count) => {
  const alarms: EndedAlarm[] = [];
  const plain: Pick<GenerationStore, "change"> = { change: async () => changed };
  const record = async (given: readonly EndedAlarm[]) => void alarms.push(...given);
  const store = rememberSettled(plain, { record });
  expect(await store.change(of, CHANGE)).toBe(changed);
  expect(alarms).toEqual(
    Array.from({ length: count }, () => ({
      scope: "uncertain",
      name: "",
      kind: null,
      message: uncertain.failure.message,
      since: uncertain.attempt.begunAt,
      until: running.updatedAt,
    })),
  );
});
