import { isTerminal, STATUSES } from "../generation/status.ts";
import type { StorePorts } from "./store-ports.ts";
import { readScript, runScript } from "./script.ts";

const FORGET_MODEL = readScript("forget-model");

/** Forgets a model, unless it has an open generation. Returns whether it did. */
export async function forgetModel(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  model: string,
): Promise<boolean> {
  const open = STATUSES.filter((status) => !isTerminal(status));
  const names = [
    keys.models,
    keys.durations(model),
    keys.behindAll(model),
    ...open.map((status) => keys.index({ status, model })),
  ];
  const values = [...names, model, keys.modelsChannel];
  return (await runScript(redis, FORGET_MODEL, names.length, ...values)) === 1;
}
