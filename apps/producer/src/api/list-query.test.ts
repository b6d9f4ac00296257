import { expect, test } from "vitest";

import { cursorAfter, readListQuery } from "./list-query.ts";

const id = "gen_01JDBX9Y0Z8Q6W5R4T3V2B1N0M";

test("has defaults", () => {
  expect(readListQuery({})).toEqual({ ok: true, query: { limit: 20, after: undefined } });
});

test("reads every filter", () => {
  const query = {
    status: "running",
    model: "wan2.1-vace-plus",
    limit: "100",
    cursor: cursorAfter(id),
  };
  expect(readListQuery(query)).toEqual({
    ok: true,
    query: { status: "running", model: "wan2.1-vace-plus", limit: 100, after: id },
  });
});

test("names every problem at once", () => {
  const query = {
    status: "done",
    model: "",
    limit: "0",
    cursor: "nonsense",
    page: "2",
    sort: "up",
  };
  const read = readListQuery(query);
  if (read.ok) throw new Error("it was accepted");
  expect(Object.fromEntries(read.problems.map(({ path, message }) => [path, message]))).toEqual({
    status:
      "must be one of queued, submitting, uncertain, running, archiving, succeeded, failed, canceled",
    model: "must not be empty",
    limit: "must be a whole number from 1 to 100",
    cursor: "is not a next_cursor of a list",
    page: "is not a parameter of this list",
    sort: "is not a parameter of this list",
  });
});

test.each(["status", "model", "limit", "cursor"])("takes %s once only", (name) => {
  const read = readListQuery({ [name]: ["running", "queued"] });
  expect(read).toMatchObject({ ok: false, problems: [{ path: name }] });
});

test.each(["101", "-1", "1.5", "ten", ""])("limit %j is wrong", (limit) => {
  expect(readListQuery({ limit }).ok).toBe(false);
});
