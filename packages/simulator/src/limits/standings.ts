export const STANDINGS = ["good", "in-arrears", "revoked"] as const;
/**
 * The standing of an account with the provider: `in-arrears` may not create tasks, and all keys of
 * a `revoked` account are invalid.
 */
export type Standing = (typeof STANDINGS)[number];

/** The standings of all accounts, which tests can change. */
export interface Standings {
  readonly of: (account: string) => Standing;
  readonly set: (account: string, standing: Standing) => void;
  /** Restores the initial standings. */
  readonly clear: () => void;
}

export function createStandings(inArrears: readonly string[]): Standings {
  const known = new Map<string, Standing>();
  const clear = () => {
    known.clear();
    for (const account of inArrears) known.set(account, "in-arrears");
  };
  clear();
  return {
    of: (account) => known.get(account) ?? "good",
    set: (account, standing) => void known.set(account, standing),
    clear,
  };
}
