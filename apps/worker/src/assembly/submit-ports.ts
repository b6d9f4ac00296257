import { modelsSharing, withMediaUrls } from "@dashqueue/dashscope";
import type { Changed, Failure, Queued, Refused } from "@dashqueue/queue/internal";
import { jobOf, laneName, laneOf, nextLane, storedLane } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import { accountsFor, placeOf } from "../accounts/accounts.ts";
import type { DoorLane, DoorPorts } from "../lanes/door.ts";
import { enter } from "../lanes/door.ts";
import { openGenerations } from "../settling/open-generations.ts";
import type { PipelinePorts } from "./pipeline.ts";
import type { RestartCheckPorts } from "../settling/restart-check.ts";
import { checkAfterRestart } from "../settling/restart-check.ts";
import { isUnaffordable } from "../lanes/spend-notice.ts";
import type { SubmitPorts } from "../stages/submit.ts";
import { prepareUploads } from "../accounts/bring-uploads.ts";

/** What the submit stage needs for one generation: the doors of its lanes, and the create with its files. */
export function submitPortsOf(ports: PipelinePorts): SubmitPorts {
  const { store, queues, provider, delays } = ports;
  /** Where the files that the request names are, on each account that they were brought to. */
  const urls = new Map<string, ReadonlyMap<string, string>>();
  return {
    enter: (queued, signal) => enter(queued, doorOf(queued, urls, ports, signal), signal),
    watch: async (submitting) => {
      const job = jobOf(submitting, delays, ports.now());
      if (job !== null) await queues.ensure(job);
    },
    create: ({ attempt, request }) =>
      provider.create(attempt, withMediaUrls(request, urls.get(attempt.account) ?? new Map())),
    record: store.change,
    react: ({ attempt, request: { model } }, reaction) =>
      ports.react({ lane: storedLane(attempt), model }, reaction),
    unclaimed: ports.taskReports.unclaimed,
    now: ports.now,
    sendWithinMs: delays.sendMs,
    probeMs: ports.probeMs,
    random: ports.random,
  };
}

/** The doors of all lanes that a generation may go through. */
function doorOf(
  queued: Queued,
  urls: UrlsOfAccounts,
  ports: PipelinePorts,
  signal: AbortSignal,
): DoorPorts {
  const { bell, accounts, spendLimits } = ports;
  return {
    bell,
    lanes: () =>
      accountsFor(queued, accounts, ports)
        .filter((account) => !isUnaffordable(queued, account, spendLimits))
        .map((account) => doorLaneOf(queued, account, urls, ports, signal)),
    check: () => checkAfterRestart(restartCheckOf(queued, ports), signal),
  };
}

type UrlsOfAccounts = Map<string, ReadonlyMap<string, string>>;

function doorLaneOf(
  queued: Queued,
  account: Account,
  urls: UrlsOfAccounts,
  ports: PipelinePorts,
  signal: AbortSignal,
): DoorLane {
  const { store, laneLimits, spendLimits, provider, uploads, random } = ports;
  const { id, request } = queued;
  const { model } = request;
  const lane = nextLane(queued, account.name);
  const at = { lane, baseUrl: account.baseUrl, limits: laneLimits(account, model), spendLimits };
  /** It waits and says why, or has failed for good. */
  async function delayedBy(failure: Failure): Promise<Changed | Refused> {
    const told = await store.change(id, { kind: "upload-failed", failure });
    if (told.kind === "missing" || told.generation.status !== "queued") return told;
    return { kind: "too-soon", waitMs: UPLOAD_AGAIN_MS };
  }

  return {
    name: laneName(lane),
    async begin() {
      const prepared = await prepareUploads(request, account.name, {
        ...uploads,
        uploads,
        send: (file) => provider.upload(placeOf(account), model, file, signal),
        newName: () => `${id}-${random().toString(36).slice(2)}`,
      });
      // A worker that closes leaves the file to the next one.
      if (signal.aborted) return { kind: "too-soon", waitMs: 0 };
      if (prepared.kind === "failed") return delayedBy(prepared.failure);
      urls.set(account.name, prepared.urls);
      const begun = await store.begin(id, at);
      if (begun.kind === "over-limit") await ports.overLimit(lane);
      return begun;
    },
  };
}

/** A file that could not be brought to the provider is tried again after this. */
const UPLOAD_AGAIN_MS = 5_000;

function restartCheckOf(queued: Queued, ports: PipelinePorts): RestartCheckPorts {
  const { model } = queued.request;
  const { provider, store, accounts, findModel } = ports;
  const models = modelsSharing(model);
  const lanes = accounts.map(({ name }) => nextLane(queued, name));
  return {
    places: accounts.map((account) => ({
      ...placeOf(account),
      lane: laneOf(account.name, model).model,
    })),
    models,
    listTasks: provider.listTasks,
    look: provider.look,
    ownersOf: store.ownersOf,
    sentAs: (id) => findModel(id)?.sentAs ?? id,
    openGenerations: () => openGenerations(store, models),
    record: store.change,
    serverSince: ports.serverSince,
    async checked(since) {
      for (const lane of lanes) await ports.checked(lane, since);
    },
    report: (foreign) => ports.taskReports.foreign(models, foreign),
    waitsFor: (undecided) => ports.taskReports.undecided(models, undecided),
    now: ports.now,
    reconcileMs: ports.delays.reconcileMs,
  };
}
