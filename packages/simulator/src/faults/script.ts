import { doesMatch, makesSense, type Effect, type Fault, type FaultSubject } from "./fault.ts";
import type { FaultRates } from "./rates.ts";

/** What goes wrong with a request; `use` when it really does. */
export type DueFault = { readonly effect: Effect; readonly use: () => void };

/**
 * The faults to come, in the order in which they were written: the first that fits a request is used up by it. Where none
 * fits, chance decides.
 */
export type FaultScript = {
  readonly add: (fault: Fault) => void;
  /** For a request that has just come. One that is not used stays for the next. */
  readonly next: (subject: FaultSubject) => DueFault | null;
  readonly pending: () => readonly Fault[];
  readonly clear: () => void;
};

export function createFaultScript(rates: Pick<FaultRates, "draw">): FaultScript {
  let faults: readonly Fault[] = [];
  const use = (used: Fault) => {
    const times = (used.times ?? 1) - 1;
    faults = faults.flatMap((fault) => {
      if (fault !== used) return [fault];
      return times === 0 ? [] : [{ ...fault, times }];
    });
  };
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    next: (subject) => {
      const drawn = rates.draw(subject.on);
      const isSeen = drawn !== null && makesSense(drawn, subject);
      const fault = faults.find((candidate) => doesMatch(candidate, subject));
      if (fault !== undefined) return { effect: fault.do, use: () => use(fault) };
      return isSeen ? { effect: drawn, use: () => {} } : null;
    },
    pending: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
