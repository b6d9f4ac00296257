/** Runs a selection of a tenant, unless too many are running. */
export type SelectOne = <Result>(
  tenant: string,
  select: () => Promise<Result>,
) => Promise<Result | "busy">;

/** A selection may read every record of a tenant, on the connection that all callers share. */
const MOST_OF_A_TENANT = 3;
const MOST = 8;

export function createSelectOne(): SelectOne {
  const selecting: string[] = [];
  return async (tenant, select) => {
    const own = selecting.filter((each) => each === tenant);
    if (own.length >= MOST_OF_A_TENANT || selecting.length >= MOST) return "busy";
    selecting.push(tenant);
    try {
      return await select();
    } finally {
      selecting.splice(selecting.indexOf(tenant), 1);
    }
  };
}
