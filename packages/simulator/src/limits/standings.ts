/** How an account stands with the provider: it may create; it owes money; its keys are worth nothing any more. */
export const standings = ["good", "in-arrears", "revoked"] as const;
export type Standing = (typeof standings)[number];

/** The accounts whose standing is not good, as tests change it. */
export type Standings = {
  readonly of: (account: string) => Standing;
  readonly set: (account: string, standing: Standing) => void;
  /** As it was in the beginning. */
  readonly clear: () => void;
};

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
