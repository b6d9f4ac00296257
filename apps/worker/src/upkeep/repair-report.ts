import { laneName } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Metrics } from "../metrics/metrics.ts";
import type { RepairPorts } from "./repair.ts";

/** Says what the repair pass found: a line and a count each. */
export function createRepairReport(
  logger: Logger,
  metrics: Pick<Metrics, "repaired" | "expiryAlarm">,
): RepairPorts["report"] {
  return {
    repaired({ id, status }) {
      metrics.repaired("job");
      logger.warn(
        { event: "job-repaired", generation_id: id, status },
        "a generation had lost its job and has it back",
      );
    },
    slotMended(lane, id) {
      metrics.repaired("slot");
      logger.error(
        { event: "slot-repaired", generation_id: id, lane: laneName(lane) },
        "a lane and a record did not agree about a slot; the record was believed",
      );
    },
    noticed(generation, notice) {
      const about = { event: notice.kind, generation_id: generation.id };
      if (notice.kind !== "expiry-near") return logger.debug(about, "told a generation that waits");
      metrics.expiryAlarm(notice.hoursLeft);
      logger.error(
        { ...about, hours_left: notice.hoursLeft },
        `A paid result is not archived, and its link dies in ${notice.hoursLeft} hours or less. Look for archive-delayed in the log: the disk may be full, or the network be away.`,
      );
    },
  };
}
