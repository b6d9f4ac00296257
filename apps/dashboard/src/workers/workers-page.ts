import type { Replica, ReplicaState } from "@dashqueue/queue/internal";
import { replicaStateOf } from "@dashqueue/queue/internal";

import type { User } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { workerPath } from "../paths.ts";
import { stageText } from "../texts/codes.ts";
import type { Text, Translate } from "../texts/translate.ts";

const REFRESH_SECONDS = 5;

/** The workers that run. Its buttons are for admins. */
export function renderWorkers(
  replicas: readonly Replica[],
  user: User,
  now: number,
  t: Translate,
): string {
  const mayDrain = hasRole(user, "admin");
  const columns = [t("Host"), t("Version"), t("Runs for"), t("Stages"), t("Jobs"), t("State")];
  const body = html`<h1>${t("Workers")}</h1>
    <section>
      <p>
        ${t("A worker that is drained finishes what it does and takes nothing new, until it is resumed or its process ends.")}
      </p>
      ${renderTable(
        mayDrain ? [...columns, t("Action")] : columns,
        replicas.map((replica) => [
          ...cellsOf(replica, now, t),
          ...(mayDrain ? [button(replica, isLast(replica, replicas), t)] : []),
        ]),
        t("No worker is running."),
      )}
    </section>`;
  return renderPage({ title: t("Workers"), body, refreshSeconds: REFRESH_SECONDS }, t);
}

function cellsOf(replica: Replica, now: number, t: Translate): (string | Html)[] {
  const { host, pid, version, startedAt, stages, running } = replica;
  const busy = Object.entries(running).filter(([, count]) => count > 0);
  return [
    html`${host} <span class="quiet">${t("process {pid}", { pid })}</span>`,
    version,
    html`<span class="fixed">${formatDuration(now - startedAt, t)}</span>`,
    stages.map((stage) => stageText(stage, t)).join(", "),
    busy.length === 0
      ? "0"
      : busy.map(([stage, count]) => `${count} ${stageText(stage, t)}`).join(", "),
    stateOf(replica, t),
  ];
}

const STATES = {
  running: "running",
  draining: "drains: it finishes what it does",
  drained: "drained: it can be stopped",
} as const satisfies Record<ReplicaState, Text>;

function stateOf(replica: Replica, t: Translate): Html {
  const state = replicaStateOf(replica);
  const name = t(STATES[state]);
  if (state === "running" || replica.drain === null)
    return html`<span class="status succeeded">${name}</span>`;
  const { by, at } = replica.drain;
  return html`<span class="status">${name}</span>
    <span class="quiet">${t("{time} by {setBy}", { time: formatTime(at), setBy: by })}</span>`;
}

/** Whether no other worker would take work. */
function isLast(replica: Replica, replicas: readonly Replica[]): boolean {
  return replicas.every(({ id, drain }) => id === replica.id || drain !== null);
}

function button({ id, host, drain }: Replica, isLastOne: boolean, t: Translate): Html {
  const action = drain === null ? "drain" : "resume";
  const label = drain === null ? t("Drain {host}", { host }) : t("Resume {host}", { host });
  return html`<form method="post" action="${workerPath(id)}/${action}">
    <button aria-label="${label}">${drain === null ? t("Drain") : t("Resume")}</button>
    ${
      drain === null && isLastOne
        ? html`<div class="problem">${t("No other worker takes work: nothing would run.")}</div>`
        : null
    }
  </form>`;
}
