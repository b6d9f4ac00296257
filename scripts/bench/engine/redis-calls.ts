import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** A call of a command, as `MONITOR` shows it. */
export interface RedisCall {
  readonly command: string;
  /** The name of a script is the hash of its text. */
  readonly firstArgument: string | undefined;
  readonly isInScript: boolean;
}

export interface RedisCalls {
  /** How often clients called Redis. */
  readonly calls: number;
  /** How often scripts did. */
  readonly inScripts: number;
  /** The calls of clients by command; a script by the start of its hash. */
  readonly byName: ReadonlyMap<string, number>;
}

export function countCalls(all: readonly RedisCall[]): RedisCalls {
  const sent = all.filter(({ isInScript }) => !isInScript);
  const byName = new Map<string, number>();
  for (const { command, firstArgument = "" } of sent) {
    const isScript = command.toLowerCase() === "evalsha";
    const name = isScript ? `script ${firstArgument.slice(0, 8)}` : command.toLowerCase();
    byName.set(name, (byName.get(name) ?? 0) + 1);
  }
  return { calls: sent.length, inScripts: all.length - sent.length, byName };
}

/** A line of `MONITOR`: its time, its database and client, the command and its first argument. */
const LINE = /^\+[\d.]+ \[\d+ (\S+)\] "([^"]*)"(?: "([^"]*)")?/;

/** Null for a line that shows no call. */
export function readCall(line: string): RedisCall | null {
  const [, client, command, firstArgument] = LINE.exec(line) ?? [];
  return client === undefined || command === undefined
    ? null
    : { command, firstArgument, isInScript: client === "lua" };
}

/**
 * Records the calls during the work, from the time when it says that it begins. The connection is a
 * plain one: ioredis mistakes a call for an answer if it arrives together with one.
 */
export async function recordCalls(
  redisUrl: string,
  work: (onBegin: () => void) => Promise<unknown>,
): Promise<readonly RedisCall[]> {
  const { hostname, port } = new URL(redisUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const calls: RedisCall[] = [];
  let hasBegun = false;
  createInterface({ input: socket }).on("line", (line) => {
    const call = hasBegun ? readCall(line) : null;
    if (call !== null) calls.push(call);
  });
  socket.write("MONITOR\r\n");
  try {
    await work(() => (hasBegun = true));
  } finally {
    socket.destroy();
  }
  return calls;
}
