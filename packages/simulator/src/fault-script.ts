import {
  doesMatch,
  isLate,
  type EarlyEffect,
  type Fault,
  type FaultSubject,
  type LateEffect,
} from "./fault.ts";

/** The faults to come, in the order in which they were written. The first that fits a request is used up by it. */
export type FaultScript = {
  readonly add: (fault: Fault) => void;
  /** For a request that has just come. */
  readonly takeEarly: (subject: FaultSubject) => EarlyEffect | null;
  /** For one that was done; one that was refused leaves its fault to the next. */
  readonly takeLate: (subject: FaultSubject) => LateEffect | null;
  readonly pending: () => readonly Fault[];
  readonly clear: () => void;
};

export function createFaultScript(): FaultScript {
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
    takeEarly: (subject) => {
      const fault = faults.find((candidate) => doesMatch(candidate, subject));
      if (fault === undefined || isLate(fault.do)) return null;
      use(fault);
      return fault.do;
    },
    takeLate: (subject) => {
      const fault = faults.find((candidate) => doesMatch(candidate, subject));
      if (fault === undefined || !isLate(fault.do)) return null;
      use(fault);
      return fault.do;
    },
    pending: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
