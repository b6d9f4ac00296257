import { DAY_MS } from "@dashqueue/queue/internal";

import { Violation } from "./invariants/invariants.ts";
import type { Move } from "./scheduler.ts";
import { settled } from "./scheduler.ts";
import type { Circumstances, World } from "./world.ts";
import { createWorld, movesOf, passTime } from "./world.ts";

/** The interval of the repair pass. */
const REPAIR_INTERVAL_MS = 15_000;
/** After a day the provider has deleted everything, and every wait has ended. */
const LONGEST_MS = 3 * DAY_MS;
/** More moves than any correct run needs. */
const MOST_MOVES = 20_000;

export interface Run {
  readonly world: World;
  /** The labels of all moves, in order. */
  readonly story: readonly string[];
}

/**
 * Runs the moves that the choices pick and checks every state. Then it lets the system recover and
 * checks that nothing was lost. A choice is a number that picks one of the possible moves in
 * proportion to its weight.
 *
 * @throws Violation with the story, if an invariant does not hold.
 */
export async function interleave(
  circumstances: Circumstances,
  choices: readonly number[],
): Promise<Run> {
  return play(circumstances, async ({ moves, go }) => {
    for (const choice of choices) await go(pick(moves(), choice));
  });
}

/** Runs a script: each line is a comment or the beginning of the label of a possible move. */
export async function perform(circumstances: Circumstances, script: string): Promise<Run> {
  const lines = script.split("\n").map((line) => line.trim());
  return play(circumstances, async ({ moves, go }) => {
    for (const line of lines.filter((line) => line !== "" && !line.startsWith("#"))) {
      const possible = moves();
      const move = possible.find(({ label }) => label.startsWith(line));
      if (move === undefined)
        throw new Error(
          `"${line}" is not possible; possible: ${possible.map(({ label }) => label).join(" | ")}`,
        );
      await go(move);
    }
  });
}

interface Stepper {
  moves(): readonly Move[];
  go(move: Move): Promise<void>;
}

async function play(
  circumstances: Circumstances,
  act: (stepper: Stepper) => Promise<void>,
): Promise<Run> {
  // Between two stories, timers of the test runner may fire: within one, nothing lets them.
  await new Promise((resolve) => setImmediate(resolve));
  const world = createWorld(circumstances);
  const story: string[] = [];
  async function go(move: Move): Promise<void> {
    story.push(move.label);
    if (story.length > MOST_MOVES) throw new Violation("G5: it never settles");
    move.run();
    await settled();
    world.invariants.check();
  }
  try {
    await act({ moves: () => movesOf(world, circumstances), go });
    await recover(world, go);
    return { world, story };
  } catch (cause) {
    if (!(cause instanceof Violation)) throw cause;
    throw new Violation([cause.message, ...story].join("\n  "), { cause });
  } finally {
    world.kill(0);
    world.kill(1);
  }
}

/** Without further faults, one worker brings every accepted generation to its end (G5, G9). */
async function recover(world: World, go: (move: Move) => Promise<void>): Promise<void> {
  const { scheduler, queues, provider, workers } = world;
  world.kill(1);
  world.kill(0);
  world.start(0);
  const begunAt = world.clock.now;
  const passed = () => world.clock.now - begunAt;
  const nextMoves = () => [
    ...provider.moves(),
    ...scheduler.moves(),
    ...workers.flatMap((worker) => worker.moves()),
    ...queues.expireLocks(),
  ];
  while (passed() < LONGEST_MS) {
    for (let [next] = nextMoves(); next !== undefined; [next] = nextMoves()) await go(next);
    if (world.open().length === 0) return world.invariants.checkEnd();
    // The longer it takes, the larger the steps.
    const ms = Math.max(REPAIR_INTERVAL_MS, passed() / 20);
    await go({
      label: `${ms} ms pass`,
      weight: 1,
      run: () => passTime(world, world.clock.now + ms),
    });
    await go({ label: "ann repairs", weight: 1, run: () => workers[0]?.startRepair() });
  }
  const left = world.open().map(({ id, status }) => `${id} is ${status}`);
  throw new Violation(`G5: no job is left for: ${left.join(", ")}`);
}

function pick(moves: readonly Move[], choice: number): Move {
  const total = moves.reduce((sum, { weight }) => sum + weight, 0);
  let left = (choice / 2 ** 20) * total;
  for (const move of moves) {
    left -= move.weight;
    if (left < 0) return move;
  }
  const last = moves.at(-1);
  if (last === undefined) throw new Error("no move is possible");
  return last;
}
