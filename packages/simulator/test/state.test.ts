import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createClock } from "@dashqueue/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startSimulator } from "../src/index.ts";
import { create, finish, get, send } from "./client.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simulator-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("tasks, ledger and result links survive a restart", async () => {
  const options = { stateFile: path.join(folder, "deep/state.json"), pendingMs: 0, runningMs: 0 };
  const first = await startSimulator(options);
  const url = (await finish(first)).body.output?.["video_url"] ?? "";
  const [tasks, ledger] = [first.tasks(), first.ledger()];
  await first.close();
  await using second = await startSimulator(options);
  expect(second.tasks()).toEqual(tasks);
  expect(second.ledger()).toEqual(ledger);
  expect((await get(second, tasks[0]?.id ?? "")).body.output).toMatchObject({ video_url: url });
  expect((await send(url)).status).toBe(200);
});

test("a clock that was moved forward stays so after a restart", async () => {
  const options = { stateFile: path.join(folder, "state.json"), pendingMs: 0, runningMs: 0 };
  const first = await startSimulator(options);
  const id = (await create(first)).body.output?.["task_id"] ?? "";
  first.advance(24 * 3_600_000);
  await first.close();
  await using second = await startSimulator(options);
  expect((await get(second, id)).body.output).toMatchObject({ task_status: "UNKNOWN" });
});

test("time passes while the simulator is stopped", async () => {
  const clock = createClock(Date.UTC(2026, 0, 1));
  const options = { stateFile: path.join(folder, "state.json"), now: clock.now, runningMs: 10_000 };
  const first = await startSimulator(options);
  const id = (await create(first)).body.output?.["task_id"] ?? "";
  await first.close();
  clock.advance(60_000);
  await using second = await startSimulator(options);
  expect((await get(second, id)).body.output).toMatchObject({ task_status: "SUCCEEDED" });
  expect(second.ledger().totalCharged).toBe("3.50");
});

test("the state file is complete after every create request, without temporary files", async () => {
  const stateFile = path.join(folder, "state.json");
  await using simulator = await startSimulator({ stateFile });
  const { body } = await create(simulator);
  const state = JSON.parse(await readFile(stateFile, "utf8")) as { tasks: unknown };
  expect(state.tasks).toMatchObject([{ id: body.output?.["task_id"], requestId: body.request_id }]);
  expect(await readdir(folder)).toEqual(["state.json"]);
});

test("a result port that is taken is replaced by a free one", async () => {
  const stateFile = path.join(folder, "state.json");
  const first = await startSimulator({ stateFile });
  await create(first);
  await using second = await startSimulator({ stateFile });
  expect(second.resultUrl).not.toBe(first.resultUrl);
  await first.close();
});

test("a file that is not a state file is not overwritten", async () => {
  const stateFile = path.join(folder, "state.json");
  await writeFile(stateFile, '{"version":9}');
  await expect(startSimulator({ stateFile })).rejects.toThrow(
    "is not a state file of the simulator",
  );
  await expect(startSimulator({ stateFile: folder })).rejects.toThrow("EISDIR");
});

test("a port that is taken is an error", async () => {
  await using first = await startSimulator();
  await expect(startSimulator({ port: Number(new URL(first.url).port) })).rejects.toThrow(
    "EADDRINUSE",
  );
});
