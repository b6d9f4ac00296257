import type { Move } from "./scheduler.ts";
import { settled } from "./scheduler.ts";
import { Violation } from "./invariants.ts";
import type { Circumstances, World } from "./world.ts";
import { createWorld, movesOf, passTime } from "./world.ts";

/** Every 15 s a worker looks for records that lost their job. */
const REPAIR_EVERY_MS = 15_000;
/** After a day the provider has forgotten all, and nobody waits any longer. */
const LONGEST_MS = 3 * 24 * 60 * 60 * 1000;
/** More than any good end takes. */
const MOST_MOVES = 20_000;

export interface Run {
  readonly world: World;
  /** What happened, in order. */
  readonly story: readonly string[];
}

/**
 * Lets happen what the choices say, one move after another, and checks every state; then lets everything heal, and checks that
 * nothing is lost. A choice is any number: it picks among the moves that are possible, each as likely as it is heavy.
 *
 * @throws Violation with the story, where something does not hold.
 */
export async function interleave(
  circumstances: Circumstances,
  choices: readonly number[],
): Promise<Run> {
  return play(circumstances, async ({ moves, go }) => {
    for (const choice of choices) await go(pick(moves(), choice));
  });
}

/** The same by name: each line is the beginning of the label of a move that is possible then, or a comment. */
export async function perform(circumstances: Circumstances, script: string): Promise<Run> {
  const lines = script.split("\n").map((line) => line.trim());
  return play(circumstances, async ({ moves, go }) => {
    for (const line of lines.filter((line) => line !== "" && !line.startsWith("#"))) {
      const possible = moves();
      const move = possible.find(({ label }) => label.startsWith(line));
      if (move === undefined)
        throw new Error(
          `"${line}" cannot happen; possible: ${possible.map(({ label }) => label).join(" | ")}`,
        );
      await go(move);
    }
  });
}

interface Stage {
  moves(): readonly Move[];
  go(move: Move): Promise<void>;
}

async function play(
  circumstances: Circumstances,
  act: (stage: Stage) => Promise<void>,
): Promise<Run> {
  const world = createWorld(circumstances);
  const story: string[] = [];
  async function go(move: Move): Promise<void> {
    story.push(move.label);
    if (story.length > MOST_MOVES) throw new Violation("G5: it never comes to rest");
    move.run();
    await settled();
    world.invariants.check();
  }
  try {
    await act({ moves: () => movesOf(world, circumstances), go });
    await heal(world, go);
    return { world, story };
  } catch (cause) {
    if (!(cause instanceof Violation)) throw cause;
    throw new Violation([cause.message, ...story].join("\n  "), { cause });
  } finally {
    world.kill(0);
    world.kill(1);
  }
}

/** No more crashes, an honest provider, one worker: every generation that was accepted comes to its end (G5). */
async function heal(world: World, go: (move: Move) => Promise<void>): Promise<void> {
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
    // The longer it takes, the less often anybody needs to look.
    const ms = Math.max(REPAIR_EVERY_MS, passed() / 20);
    await go({
      label: `${ms} ms pass`,
      weight: 1,
      run: () => passTime(world, world.clock.now + ms),
    });
    for (const look of workers.flatMap((worker) => worker.looksAgain())) await go(look);
    await go({ label: "ann repairs", weight: 1, run: () => workers[0]?.startRepair() });
  }
  const left = world.open().map(({ id, status }) => `${id} is ${status}`);
  throw new Violation(`G5: nobody looks any more: ${left.join(", ")}`);
}

function pick(moves: readonly Move[], choice: number): Move {
  const total = moves.reduce((sum, { weight }) => sum + weight, 0);
  let left = (choice / 2 ** 20) * total;
  for (const move of moves) {
    left -= move.weight;
    if (left < 0) return move;
  }
  const last = moves.at(-1);
  if (last === undefined) throw new Error("nothing can happen any more");
  return last;
}
