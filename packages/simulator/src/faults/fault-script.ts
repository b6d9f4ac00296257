import type { Effect, Fault } from "./fault.ts";
import type { FaultSubject } from "./fault-match.ts";
import { doesMatch, isVisible } from "./fault-match.ts";
import type { FaultRates } from "./fault-rates.ts";

/** The fault of a request. Call `use` when it takes effect. */
export interface DueFault {
  readonly effect: Effect;
  readonly use: () => void;
}

/**
 * The scripted faults, in the order in which they were added. A request uses up the first fault
 * that matches. Where none matches, a fault may occur at random.
 */
export interface FaultScript {
  readonly add: (fault: Fault) => void;
  /** The fault of a new request. A fault that is not used remains for the next request. */
  readonly next: (subject: FaultSubject) => DueFault | null;
  readonly pending: () => readonly Fault[];
  readonly clear: () => void;
}

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
      // Drawn for every request, so that scripted faults do not shift the random ones.
      const drawn = rates.draw(subject.on);
      const fault = faults.find((candidate) => doesMatch(candidate, subject));
      if (fault !== undefined) return { effect: fault.do, use: () => use(fault) };
      return drawn !== null && isVisible(drawn, subject) ? { effect: drawn, use: () => {} } : null;
    },
    pending: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
