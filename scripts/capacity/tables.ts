import type { BacklogCost } from "./backlog.ts";
import type { Measured } from "./measure.ts";
import { added } from "./readings.ts";
import type { Memory } from "./redis-memory.ts";

/** Bytes per generation, as a Markdown table. */
export function memoryTable(rows: Readonly<Record<string, Memory>>): string {
  const kinds = ["total", "generation", "events", "idempotency", "jobs", "shared"] as const;
  return tableOf(
    ["bytes per generation", "total", "record", "events", "idempotency key", "jobs", "shared"],
    Object.entries(rows).map(([name, memory]) => [name, kinds.map((kind) => memory[kind] ?? 0)]),
  );
}

/** What Redis does for a generation, for each further query of its task, and all the time. */
export function workTable(short: Measured, long: Measured): string {
  const more = added(short.work, long.work);
  const names = ["queries", "commands", "writes", "bytesWritten"] as const;
  return tableOf(
    ["", "status queries", "commands", "writes", "bytes written"],
    [
      ["a generation", names.map((name) => short.work[name])],
      ["one more status query", names.map((name) => more[name] / more.queries)],
      ["an idle worker, per second", names.map((name) => short.idlePerSecond[name])],
    ],
  );
}

/** What a generation costs while others wait, and in relation to the least number of them. */
export function backlogTable(costs: ReadonlyMap<number, BacklogCost>): string {
  const names = ["ms", "redisCpuMs", "commands", "firstPageMs", "lastPageMs"] as const;
  const [least] = costs.values();
  return tableOf(
    ["waiting", "ms", "Redis CPU ms", "commands", "first page ms", "last page ms", "ms, ratio"],
    [...costs].map(([waiting, cost]): Row => {
      const numbers = names.map((name) => cost[name]);
      return [String(waiting), [...numbers, cost.ms / (least?.ms ?? cost.ms)]];
    }),
  );
}

/** How many lanes have how many slots, and how many slots that makes, as a Markdown table. */
export function lanesTable(region: string, lanes: ReadonlyMap<number, number>): string {
  const rows = [...lanes].map(([slots, count]) => ({ slots, count }));
  return tableOf(
    ["slots of a lane", `lanes in ${region}`, "slots of all of them"],
    [
      ...rows.map(({ slots, count }): Row => [String(slots), [count, count * slots]]),
      [
        "all",
        [
          rows.reduce((sum, { count }) => sum + count, 0),
          rows.reduce((sum, { slots, count }) => sum + count * slots, 0),
        ],
      ],
    ],
  );
}

type Row = readonly [name: string, numbers: readonly number[]];

function tableOf(head: readonly string[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (column === 0 ? "---" : "---:"))),
    ...rows.map(([name, numbers]) => `| ${name} ${line(numbers.map(textOf))}`),
  ].join("\n");
}

/** Small numbers with one decimal. */
function textOf(number: number): string {
  return String(number < 10 ? Math.round(number * 10) / 10 : Math.round(number));
}
