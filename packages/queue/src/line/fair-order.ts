/** A tenant that has waiting generations of a model. */
export interface TenantInLine {
  readonly tenant: string;
  /** Its share of the slots, relative to the other tenants. */
  readonly weight: number;
  /** The slot time that it was charged in the limit group, divided by its weight, milliseconds. */
  readonly at: number;
  /** Whether it had no waiting generation of the model at the last pick. */
  readonly isNew: boolean;
  /** Whether it is at its own limit. */
  readonly isFull: boolean;
  /** How many of its generations stand at the door already. */
  readonly picks: number;
}

export interface FairOrder {
  /** The tenants that may be served, the most entitled one first. */
  readonly order: readonly TenantInLine[];
  /** All tenants, with the virtual time at which they continue. */
  readonly tenants: readonly TenantInLine[];
}

/**
 * Who is served next in a line: the tenant with the least virtual time, which is its slot time
 * divided by its weight (G12). `pick.lua` decides by the same rule. It is start-time fair queuing
 * (Goyal, Vin and Cheng, 1996), with the expected time corrected when a slot is freed.
 *
 * @param floor the virtual time of the tenant that was served last. A tenant that did not wait, or
 *   was at its limit, starts there: it saves up nothing.
 * @param expectedMs how long a slot is expected to be held
 */
export function fairOrder(
  inLine: readonly TenantInLine[],
  floor: number,
  expectedMs: number,
): FairOrder {
  const tenants = inLine.map((one) =>
    one.isNew || one.isFull ? { ...one, at: Math.max(one.at, floor) } : one,
  );
  const nextAt = ({ at, picks, weight }: TenantInLine) => at + (picks * expectedMs) / weight;
  const order = tenants
    .filter(({ isFull }) => !isFull)
    .toSorted((one, other) => nextAt(one) - nextAt(other) || (one.tenant < other.tenant ? -1 : 1));
  return { order, tenants };
}
