// cspell:ignore modle

import { expect, it } from "vitest";

import { cursorAfter, readListQuery } from "./list-query.ts";

const ID = "gen_01JDBX9Y0Z8Q6W5R4T3V2B1N0M";

it("lists 20 generations by default", () => {
  expect(readListQuery({})).toEqual({ ok: true, query: { limit: 20, metadata: {} } });
});

it("reads every filter", () => {
  const query = {
    status: "running",
    model: "wan2.1-vace-plus",
    tenant: "films",
    webhook: "failed",
    batch: "batch_01JDBX9Y0Z8Q6W5R4T3V2B1N0M",
    created_after: "2026-11-27T08:00:00Z",
    created_before: "2026-11-27T10:00:00.5+01:00",
    q: "Misty forest",
    "metadata.order": "7",
    "metadata.a.b": "",
    limit: "100",
    cursor: cursorAfter(ID),
  };
  expect(readListQuery(query)).toEqual({
    ok: true,
    query: {
      status: ["running"],
      model: "wan2.1-vace-plus",
      tenant: "films",
      webhook: "failed",
      batch: "batch_01JDBX9Y0Z8Q6W5R4T3V2B1N0M",
      createdAfter: Date.UTC(2026, 10, 27, 8),
      createdBefore: Date.UTC(2026, 10, 27, 9, 0, 0, 500),
      words: "Misty forest",
      metadata: { order: "7", "a.b": "" },
      limit: 100,
      after: ID,
    },
  });
});

it("names every problem at once", () => {
  const query = {
    status: "done",
    model: "",
    limit: "0",
    cursor: "nonsense",
    batch: "gen_1",
    webhook: "delivered",
    created_after: "today",
    metadata: "a",
    "metadata.a": ["1", "2"],
    "metadata.__proto__": "x",
    q: " ",
    page: "2",
    modle: "up",
  };
  const read = readListQuery(query);
  if (read.ok) throw new Error("the query was accepted");
  expect(Object.fromEntries(read.problems.map(({ path, message }) => [path, message]))).toEqual({
    status:
      "must be one or more of queued, submitting, uncertain, running, archiving, succeeded, failed, canceled",
    model: "must not be empty",
    limit: "must be a whole number from 1 to 100",
    cursor: "must be a next_cursor of this list",
    batch: "must be the id of a batch",
    webhook: "must be failed or pending",
    created_after: "must be a time such as 2026-11-27T08:00:00Z",
    metadata: expect.stringContaining("is not a parameter of this endpoint"),
    "metadata.a": "must be given only once",
    "metadata.__proto__": "is not a parameter of this endpoint",
    q: "must not be empty",
    page: "is not a parameter of this endpoint",
    modle: "is not a parameter of this endpoint: did you mean model?",
  });
});

it.each(["running,archiving", ["running", "archiving"], ["running,archiving", "running"]])(
  "reads several statuses from %j",
  (status) =>
    expect(readListQuery({ status })).toMatchObject({
      query: { status: ["running", "archiving"] },
    }),
);

it.each(["running,", ["running", "done"], ""])("rejects the statuses %j", (status) =>
  expect(readListQuery({ status })).toMatchObject({ problems: [{ path: "status" }] }),
);

it.each(["model", "limit", "cursor"])("rejects a repeated %s", (name) => {
  const read = readListQuery({ [name]: ["running", "queued"] });
  expect(read).toMatchObject({ ok: false, problems: [{ path: name }] });
});

it.each(["101", "-1", "1.5", "ten", ""])("rejects the limit %j", (limit) => {
  expect(readListQuery({ limit }).ok).toBe(false);
});
