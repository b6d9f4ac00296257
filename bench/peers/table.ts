import type { Kills, PeerResult } from "./result.ts";

const HEAD = [
  "",
  "lost answers: paid per request",
  "lost answers: results delivered",
  "killed during create: paid per request",
  "killed during create: resumes after",
  "killed between polls: paid per request",
  "killed between polls: resumes after",
  "requests per second",
];

/** The results as a Markdown table. */
export function tableOf(results: readonly PeerResult[]): string {
  const rows = [
    HEAD,
    HEAD.map((_, column) => (column === 0 ? "---" : "---:")),
    ...results.map(rowOf),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf({
  name,
  lostAnswers,
  killedInCreate,
  killedInPoll,
  perSecond,
}: PeerResult): string[] {
  const { calls, paid, delivered } = lostAnswers;
  const perCall = Math.round((paid / calls) * 10) / 10;
  return [
    name,
    String(perCall),
    `${delivered} of ${calls}`,
    ...killCells(killedInCreate),
    ...killCells(killedInPoll),
    perSecond?.toFixed(0) ?? "",
  ];
}

function killCells(kills: Kills): string[] {
  if (kills === "no workers") return [kills, "the call is lost"];
  if (kills === "as dashqueue") return [kills, kills];
  const paid = kills.map((kill) => kill.paid).sort((a, b) => a - b);
  const seconds = kills
    .flatMap(({ recoveryMs }) => (recoveryMs === null ? [] : [recoveryMs / 1000]))
    .sort((a, b) => a - b);
  const unfinished = kills.filter(({ finished }) => !finished).length;
  const median = seconds[Math.floor(seconds.length / 2)];
  const after =
    median === undefined
      ? "never"
      : `${median.toFixed(1)} s (${seconds[0]?.toFixed(1)} to ${seconds.at(-1)?.toFixed(1)})`;
  const most = paid.at(-1);
  return [
    most === paid[0] ? String(most) : `${paid[0]} to ${most}`,
    unfinished === 0 ? after : `${after}, ${unfinished} not finished`,
  ];
}
