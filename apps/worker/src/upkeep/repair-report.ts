import { laneName, logFieldsOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { RepairPorts } from "./repair.ts";

export interface RepairCounters {
  repaired(what: "job" | "slot"): void;
  expiryAlarm(hoursLeft: number): void;
}

/** Logs and counts each finding of the repair pass. */
export function createRepairReport(
  logger: Logger,
  counters: RepairCounters,
  isTraced: boolean,
): RepairPorts["report"] {
  return {
    jobRestored(generation) {
      counters.repaired("job");
      const { status } = generation;
      logger.warn(
        { event: "job-repaired", ...logFieldsOf(generation, isTraced), status },
        "a generation had no job, added it again",
      );
    },
    slotCorrected(lane, id) {
      counters.repaired("slot");
      logger.error(
        { event: "slot-repaired", generation_id: id, lane: laneName(lane) },
        "a lane and a record disagreed about a slot, corrected the lane",
      );
    },
    noticed(generation, notice) {
      const about = { event: notice.kind, ...logFieldsOf(generation, isTraced) };
      if (notice.kind !== "expiry-near")
        return logger.debug(about, "recorded why a generation waits, or that it no longer does");
      counters.expiryAlarm(notice.hoursLeft);
      logger.error(
        { ...about, hours_left: notice.hoursLeft },
        `a paid result is not archived, and its link expires in ${notice.hoursLeft} hours or less. Look for archive-delayed in the log: the disk may be full, or the network may be down.`,
      );
    },
  };
}
