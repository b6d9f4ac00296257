import type { AppProcess } from "@dashqueue/testing";
import { describeExit } from "@dashqueue/testing";

import { StackFailure } from "./stack-failure.ts";

/** Rejects when an app ends. */
export async function reportExit(
  app: AppProcess,
  reject: (failure: StackFailure) => void,
): Promise<void> {
  const exit = await app.exited;
  reject(
    new StackFailure(`The ${app.name} ended unexpectedly (${describeExit(exit)}).`, {
      details: app.output(),
    }),
  );
}

/** Rejects with this sentence after something has ended. */
export async function rejectAfter(
  ended: Promise<unknown>,
  sentence: string,
  reject: (failure: StackFailure) => void,
): Promise<void> {
  await ended;
  reject(new StackFailure(sentence));
}
