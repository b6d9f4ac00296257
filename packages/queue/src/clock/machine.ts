/** The clocks of this machine, epoch milliseconds. */
export interface Machine {
  /** Someone may set it. */
  wall(): number;
  /** Nobody sets it, and it never goes back. */
  monotonic(): number;
}

export const MACHINE: Machine = {
  wall: () => Date.now(),
  monotonic: () => performance.timeOrigin + performance.now(),
};
