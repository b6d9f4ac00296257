import type { TenantInLine } from "@dashqueue/queue/internal";
import { fairOrder } from "@dashqueue/queue/internal";

/** A tenant, and when it submits, milliseconds from the start, in order. */
export interface SimulatedTenant {
  readonly name: string;
  readonly weight: number;
  /** How many slots it may have; `Infinity` for no limit. */
  readonly maxInFlight: number;
  readonly arrivals: readonly number[];
}

export interface Simulation {
  readonly tenants: readonly SimulatedTenant[];
  readonly slots: number;
  /** How long the next task takes, milliseconds. */
  durationMs(tenant: string): number;
  /** What each tenant is charged when it takes a slot. */
  readonly expectedMs: number;
  readonly untilMs: number;
}

/** A task that had a slot. */
export interface SimulatedTask {
  readonly tenant: string;
  readonly arrivedAt: number;
  readonly begunAt: number;
  readonly endedAt: number;
}

interface State {
  readonly tenant: SimulatedTenant;
  arrived: number;
  begun: number;
  at: number;
  inFlight: number;
  isNew: boolean;
}

interface Lane {
  readonly simulation: Simulation;
  readonly states: readonly State[];
  readonly tasks: SimulatedTask[];
  running: readonly { readonly task: SimulatedTask; readonly state: State }[];
  now: number;
  floor: number;
}

/**
 * Plays a lane in which tenants share the slots by the rule of `fairOrder`, with charges as the
 * scripts make them. A freed slot is taken at once.
 */
export function simulate(simulation: Simulation): readonly SimulatedTask[] {
  const { tenants, untilMs } = simulation;
  const states = tenants.map((tenant): State => ({
    tenant,
    arrived: 0,
    begun: 0,
    at: 0,
    inFlight: 0,
    isNew: true,
  }));
  const lane: Lane = { simulation, states, tasks: [], running: [], now: 0, floor: 0 };
  while (lane.now < untilMs) {
    endTasks(lane);
    states.forEach((state) => arrive(state, lane.now));
    while (lane.running.length < simulation.slots && serveNext(lane));
    lane.now = Math.min(
      ...lane.running.map(({ task }) => task.endedAt),
      ...states.map(({ tenant, arrived }) => tenant.arrivals[arrived] ?? Infinity),
      untilMs,
    );
  }
  return lane.tasks;
}

function endTasks(lane: Lane): void {
  const { expectedMs } = lane.simulation;
  for (const { task, state } of lane.running) {
    if (task.endedAt > lane.now) continue;
    state.inFlight -= 1;
    state.at += (task.endedAt - task.begunAt - expectedMs) / state.tenant.weight;
  }
  lane.running = lane.running.filter(({ task }) => task.endedAt > lane.now);
}

function arrive(state: State, now: number): void {
  const waited = state.begun < state.arrived;
  while ((state.tenant.arrivals[state.arrived] ?? Infinity) <= now) state.arrived += 1;
  if (!waited && state.begun < state.arrived) state.isNew = true;
}

/** Returns whether a tenant could be served. */
function serveNext(lane: Lane): boolean {
  const { states, floor, simulation } = lane;
  const waiting = states.filter(({ begun, arrived }) => begun < arrived);
  const fair = fairOrder(waiting.map(inLine), floor, simulation.expectedMs);
  for (const { tenant, at } of fair.tenants) {
    const state = states.find((one) => one.tenant.name === tenant);
    if (state !== undefined) [state.at, state.isNew] = [at, false];
  }
  const [next] = fair.order;
  const state = waiting.find(({ tenant }) => tenant.name === next?.tenant);
  if (next === undefined || state === undefined) return false;
  lane.floor = Math.max(floor, next.at);
  begin(state, lane);
  return true;
}

function begin(state: State, lane: Lane): void {
  const { now, simulation } = lane;
  const { name, weight, arrivals } = state.tenant;
  const arrivedAt = arrivals[state.begun] ?? now;
  const endedAt = now + simulation.durationMs(name);
  const task = { tenant: name, arrivedAt, begunAt: now, endedAt };
  state.begun += 1;
  state.inFlight += 1;
  state.at += simulation.expectedMs / weight;
  lane.running = [...lane.running, { task, state }];
  lane.tasks.push(task);
}

function inLine({ tenant, at, inFlight, isNew }: State): TenantInLine {
  const { name, weight, maxInFlight } = tenant;
  return { tenant: name, weight, at, isNew, isFull: inFlight >= maxInFlight, picks: 0 };
}

/** How much slot time a tenant had between two times, milliseconds. */
export function slotTimeMs(
  tasks: readonly SimulatedTask[],
  tenant: string,
  [from, to]: readonly [number, number],
): number {
  return tasks
    .filter((task) => task.tenant === tenant)
    .map(({ begunAt, endedAt }) => Math.max(0, Math.min(endedAt, to) - Math.max(begunAt, from)))
    .reduce((sum, ms) => sum + ms, 0);
}
