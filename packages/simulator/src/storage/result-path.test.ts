import { expect, test } from "vitest";

import { exampleTask } from "../../test/fixtures/task.ts";
import { resultPaths, taskIdOfPath } from "./result-path.ts";

test("a path contains the task id and the day in Beijing", () => {
  const task = exampleTask();
  expect(resultPaths(task)[0]).toBe(`/1d/03/20260102/${task.id}.mp4`);
  expect(taskIdOfPath(resultPaths(task)[0] ?? "")).toBe(task.id);
  const files = ["-1.png", "-12.json", ".txt.gz", "-pbr.glb", "-rendered.webp"];
  expect(resultPaths(exampleTask({ files })).map(taskIdOfPath)).toEqual(files.map(() => task.id));
  expect(taskIdOfPath("/favicon.ico")).toBeNull();
});
