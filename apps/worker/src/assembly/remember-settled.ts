import type { EndedAlarms, GenerationStore } from "@dashqueue/queue/internal";

/** The same store. It remembers that an answer was lost, once it is known what became of it. */
export function rememberSettled<Store extends Pick<GenerationStore, "change">>(
  store: Store,
  alarms: Pick<EndedAlarms, "record">,
): Store {
  return {
    ...store,
    async change(of, change) {
      const changed = await store.change(of, change);
      if (typeof of === "string" || of.status !== "uncertain") return changed;
      if (changed.kind !== "changed" || changed.generation.status === "uncertain") return changed;
      const { attempt, failure } = of;
      const ended = { since: attempt.begunAt, until: changed.generation.updatedAt };
      await alarms.record([
        { scope: "uncertain", name: "", kind: null, message: failure.message, ...ended },
      ]);
      return changed;
    },
  };
}
