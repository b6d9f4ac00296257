import type { SimulatedTask } from "./simulate.ts";
import { slotTimeMs } from "./simulate.ts";

/** One scenario: how many slots each tenant had over time. */
export interface Panel {
  readonly title: string;
  readonly tenants: readonly string[];
  readonly slots: number;
  readonly untilMs: number;
  readonly tasks: readonly SimulatedTask[];
}

const [WIDTH, HEIGHT, LEFT, TOP, GAP] = [640, 150, 50, 40, 80] as const;
const COLORS = ["#1f6feb", "#d9480f"] as const;
const WINDOW_MS = 10 * 60_000;
const STEP_MS = 2 * 60_000;

/** Draws the panels below one another, as an SVG image. */
export function plot(panels: readonly Panel[]): string {
  const height = TOP + panels.length * (HEIGHT + GAP);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 90}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...panels.map(
      (panel, index) =>
        `<g transform="translate(${LEFT} ${TOP + index * (HEIGHT + GAP)})">${drawn(panel)}</g>`,
    ),
    "</svg>",
    "",
  ].join("\n");
}

function drawn({ title, tenants, slots, untilMs, tasks }: Panel): string {
  const x = (ms: number) => round((ms / untilMs) * WIDTH);
  const y = (count: number) => round(HEIGHT - (count / slots) * HEIGHT);
  const hours = Array.from({ length: Math.floor(untilMs / 3_600_000) + 1 }, (_, hour) => hour);
  const counts = Array.from({ length: slots + 1 }, (_, count) => count);
  return [
    `<text y="-14" font-weight="bold" fill="#1b1f24">${title}</text>`,
    ...counts.map(
      (count) =>
        `<path d="M0 ${y(count)}H${WIDTH}" stroke="#d8dee4"/><text x="-8" y="${y(count) + 4}" text-anchor="end" fill="#57606a">${count}</text>`,
    ),
    ...hours.map(
      (hour) =>
        `<text x="${x(hour * 3_600_000)}" y="${HEIGHT + 18}" text-anchor="middle" fill="#57606a">${hour} h</text>`,
    ),
    ...tenants.map((tenant, index) => {
      const color = COLORS[index % COLORS.length];
      const points = shares(tasks, tenant, untilMs).map(([ms, count]) => `${x(ms)} ${y(count)}`);
      const end = y(shares(tasks, tenant, untilMs).at(-1)?.[1] ?? 0);
      return `<path d="M${points.join("L")}" fill="none" stroke="${color}" stroke-width="2"/><text x="${WIDTH + 8}" y="${end + 4}" fill="${color}">${tenant}</text>`;
    }),
  ].join("\n");
}

/** The mean number of slots in the ten minutes before each point in time. */
function shares(
  tasks: readonly SimulatedTask[],
  tenant: string,
  untilMs: number,
): readonly (readonly [ms: number, slots: number])[] {
  const points: (readonly [number, number])[] = [];
  for (let to = STEP_MS; to <= untilMs; to += STEP_MS) {
    const from = Math.max(0, to - WINDOW_MS);
    points.push([to, slotTimeMs(tasks, tenant, [from, to]) / (to - from)]);
  }
  return points;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
