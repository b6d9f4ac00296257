/** Lets one at a time through, by name, in the order of their arrival. */
export interface Turnstile {
  /** Resolves when it is this one's turn, with a function that ends the turn. */
  enter(name: string): Promise<() => void>;
}

export function createTurnstile(): Turnstile {
  const last = new Map<string, Promise<void>>();
  return {
    async enter(name) {
      const before = last.get(name);
      const { promise, resolve } = Promise.withResolvers<void>();
      last.set(name, promise);
      await before;
      return resolve;
    },
  };
}
