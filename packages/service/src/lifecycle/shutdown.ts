import { setTimeout as delay } from "node:timers/promises";

/** What a process has opened, and closes at its end. */
export interface Shutdown {
  /** Closed in reverse order: what was opened last goes first. What is added after the end has begun is closed at once. */
  add(name: string, close: () => Promise<void> | void): void;
  /** Aborts when the end begins. */
  readonly signal: AbortSignal;
}

/** How the end went, with the names of what was added. */
export interface Closed {
  /** Not closed when the time was over. */
  readonly open: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
}

interface Entry {
  readonly name: string;
  readonly close: () => Promise<void> | void;
  closing?: Promise<void>;
}

/** The book of what is open. */
export interface ShutdownBook extends Shutdown {
  /** Closes everything, one after the other. Resolves when that is done or the time is over; never rejects. */
  run(graceMs: number): Promise<Closed>;
  /** What is not closed yet. */
  open(): readonly string[];
}

export function createShutdown(): ShutdownBook {
  const entries: Entry[] = [];
  const failed: { name: string; error: unknown }[] = [];
  const controller = new AbortController();

  async function close(entry: Entry): Promise<void> {
    try {
      await entry.close();
    } catch (error) {
      failed.push({ name: entry.name, error });
    }
    entries.splice(entries.indexOf(entry), 1);
  }

  async function closeAll(): Promise<void> {
    for (let entry = entries.at(-1); entry !== undefined; entry = entries.at(-1)) {
      await (entry.closing ??= close(entry));
    }
  }

  const open = () => entries.map(({ name }) => name);

  return {
    signal: controller.signal,
    open,
    add(name, closeIt) {
      const entry: Entry = { name, close: closeIt };
      entries.push(entry);
      if (controller.signal.aborted) entry.closing = close(entry);
    },
    async run(graceMs) {
      controller.abort();
      const timer = new AbortController();
      await Promise.race([
        closeAll(),
        delay(graceMs, undefined, { signal: timer.signal }).catch(() => {}),
      ]);
      timer.abort();
      return { open: open(), failed };
    },
  };
}
