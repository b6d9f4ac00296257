import type { ExchangeParts } from "./exchange.ts";
import { createMarkedFaults } from "../faults/marked-faults.ts";
import { createRequestLog } from "./request-log.ts";
import { statusAt } from "../tasks/task-status.ts";
import type { TaskStore } from "../tasks/task-store.ts";

/** What every request goes through, whatever it asks for. */
export function createExchangeParts({
  store,
  ...parts
}: Pick<ExchangeParts, "script" | "now" | "random" | "signal"> & {
  readonly store: TaskStore;
}): ExchangeParts {
  return {
    ...parts,
    marked: createMarkedFaults(parts.script.add),
    taskOf: (id) => {
      const task = store.find(id);
      return task === undefined ? {} : { prompt: task.prompt, status: statusAt(task, parts.now()) };
    },
    log: createRequestLog(),
  };
}
