/** Replaces one process by one of another version. */
export interface Step {
  readonly title: string;
  /** The place of the process in `APPS`. */
  readonly index: number;
  readonly to: "this" | "earlier";
  /** Whether the process may end by itself. */
  readonly how: "stop" | "kill";
}

/** The processes of the drill. */
export const APPS = ["worker", "worker", "producer"] as const;

/** Updates one process after the other, and then goes back in the reverse order. */
export function stepsOf(workersFirst: boolean): readonly Step[] {
  const order = workersFirst ? [0, 1, 2] : [2, 0, 1];
  return [
    ...order.map((index) => stepOf(index, "this")),
    ...order.toReversed().map((index) => stepOf(index, "earlier")),
  ];
}

function stepOf(index: number, to: Step["to"]): Step {
  const how = index === 1 ? "kill" : "stop";
  const verb = to === "this" ? "update" : "roll back";
  const name = `${APPS[index] ?? "worker"} ${index === 1 ? "(killed)" : ""}`.trim();
  return { title: `${verb} ${name}`, index, to, how };
}
