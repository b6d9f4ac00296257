import { describe, expect, it } from "vitest";

import {
  absent,
  absentLater,
  adopted,
  cancel,
  canceling,
  confirmed,
  confirmedClaim,
  denied,
  expired,
  expiring,
  incomplete,
  lifted,
  limited,
  lost,
  missing,
  named,
  notSent,
  orphaned,
  paused,
  recovered,
  refusedClaim,
  resumed,
  unblocked,
  unknown,
} from "../../test/fixtures/changes.ts";
import {
  ACCEPTED,
  after,
  answered,
  ARCHIVED,
  BEGIN,
  BEGUN,
  FAILED_FOR_NOW,
  FAILURE,
  read,
  RUNNING,
  SAMPLES,
  START,
} from "../../test/fixtures/generations.ts";
import type { Generation } from "../generation/generation.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";

/** After a failover, two attempts may have the same number. */
const notSentByAnother: Change = {
  kind: "create-answered",
  attempt: 1,
  begun: { ...BEGUN, begunAt: START - 1 },
  answer: { kind: "not-sent", failure: FAILURE },
};

describe("advance", () => {
  it.each<[string, Generation, Change]>([
    ["a second attempt while a create request is in flight (G1)", SAMPLES.submitting, BEGIN],
    ["a second attempt while the outcome is unknown (G1)", SAMPLES.uncertain, BEGIN],
    ["a second attempt while a task runs", SAMPLES.running, BEGIN],
    ["an answer to an earlier attempt", SAMPLES.submitting, answered(ACCEPTED, 0)],
    ["a refusal of another worker's attempt (G1)", SAMPLES.submitting, notSentByAnother],
    ["a second task (G4)", SAMPLES.running, answered({ ...ACCEPTED, taskId: "task-2" })],
    ["the lost worker of another attempt", SAMPLES.submitting, { ...orphaned, attempt: 2 }],
    [
      "a failed task that is found again (G4)",
      after(SAMPLES.running, read(FAILED_FOR_NOW)),
      recovered,
    ],
    [
      "a failed task as that of a lost create request (G4)",
      { ...SAMPLES.uncertain, failedTasks: ["task-1"] },
      adopted,
    ],
    [
      "a claim that names a failed task (G4)",
      after({ ...SAMPLES.uncertain, failedTasks: ["task-1"] }, named),
      confirmedClaim,
    ],
    ["a second lost answer", SAMPLES.uncertain, unknown],
    ["a second absence that is too early (G1)", missing, { ...absentLater, provenAfterMs: 8 }],
    ["an absence that is reported late", missing, absent],
    ["a finding about another attempt", SAMPLES.uncertain, { ...adopted, attempt: 2 }],
    [
      "another task for a generation that has one (G4)",
      SAMPLES.running,
      { ...adopted, taskId: "task-2" },
    ],
    ["a checked claim that nobody made", SAMPLES.uncertain, confirmedClaim],
    [
      "the check of a claim that the person has replaced",
      after(SAMPLES.uncertain, named, denied),
      confirmedClaim,
    ],
    [
      "a second check of a claim that was refused",
      after(SAMPLES.uncertain, named, refusedClaim),
      confirmedClaim,
    ],
    ["a claim about a settled attempt (G4)", SAMPLES.running, named],
    ["an absence while the answer is awaited", SAMPLES.submitting, absent],
    ["the state of another task", SAMPLES.running, read({ ...RUNNING, id: "task-2" })],
    ["the state of a task that it does not have", SAMPLES.queued, read(RUNNING)],
    ["a lost task that it does not have", SAMPLES.queued, lost],
    ["a lost task whose result is being archived", SAMPLES.archiving, lost],
    ["files of a running task", SAMPLES.running, ARCHIVED],
    ["expired files of a running task", SAMPLES.running, expired],
    ["missing files of a running task", SAMPLES.running, incomplete],
    [
      "files that are missing for the same reason",
      after(SAMPLES.archiving, incomplete),
      incomplete,
    ],
    [
      "a file that is missing for one worker and stored by another (G6)",
      after(SAMPLES.archiving, { ...incomplete, missing: [] }),
      { ...incomplete, files: [], missing: [{ ...incomplete.missing[0], name: "image-1.png" }] },
    ],
    [
      "an archive that works again, while it waits for the account",
      after(SAMPLES.queued, paused),
      unblocked,
    ],
    ["a second cancel request", canceling.running, cancel],
    ["a second refused cancel request", after(SAMPLES.archiving, cancel), cancel],
    ["an answer without a cancel request", SAMPLES.running, confirmed],
    [
      "the answer that created a task which has failed",
      after(SAMPLES.running, read(FAILED_FOR_NOW)),
      answered(ACCEPTED),
    ],
    ["an answer to a lost attempt that created nothing", SAMPLES.queued, notSent],
    ["a recovered task for a generation that has one", SAMPLES.running, recovered],
    ["a second notice that the account is paused", after(SAMPLES.queued, paused), paused],
    ["a resumed account that it did not wait for", SAMPLES.queued, resumed],
    ["a paused account while its task runs", SAMPLES.running, paused],
    [
      "a resumed account while it waits for the spend limit",
      after(SAMPLES.queued, limited),
      resumed,
    ],
    ["a lifted spend limit while it waits for the account", after(SAMPLES.queued, paused), lifted],
    ["an alarm at a threshold that has passed", after(SAMPLES.archiving, expiring(2)), expiring(6)],
    ["the same alarm again", after(SAMPLES.archiving, expiring(6)), expiring(6)],
    ["an alarm without files", SAMPLES.running, expiring(6)],
    ["any change after it succeeded (G4)", SAMPLES.succeeded, cancel],
    ["any change after it failed (G4)", SAMPLES.failed, BEGIN],
    ["any change after it was canceled (G4)", SAMPLES.canceled, BEGIN],
  ])("ignores %s", (_, generation, change) => {
    expect(advance(generation, change, START + 7).kind).toBe("ignored");
  });
});
