import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { acceptedEvent, eventOf } from "./event.ts";
import { COMMON, packRecord, unpackRecord } from "./packed-record.ts";

describe("a packed record", () => {
  const { succeeded, archiving } = SAMPLES;
  const json = JSON.stringify(succeeded);
  const events = [
    { ...acceptedEvent(succeeded), id: "0-1" },
    { ...eventOf(archiving, "task-succeeded"), id: "0-2" },
  ];

  it("is the record with its events in less than half of the space", () => {
    const packed = packRecord(json, events);
    expect(unpackRecord(packed)).toEqual({ record: JSON.parse(json), events });
    expect(packed.byteLength).toBeLessThan(json.length / 2);
  });

  it("of this version can be read by every later one", () => {
    const packed = Buffer.from("AUNpO8BqDpSKA2Ec1pSKwz2WpuaWpkYGIECG04xATgMA", "base64");
    const [name, status, detail] = ["files-archived", "succeeded", { files: 1 }] as const;
    expect(unpackRecord(packed)).toEqual({
      record: { id: "gen_1", status },
      events: [{ name, at: 1_795_795_200_000, status, detail, id: "0-2" }],
    });
    // A deflated text does not show that a part of the dictionary has changed.
    expect(createHash("sha256").update(COMMON).digest("hex")).toBe(
      "80b952fae9a309a7562e084e4fb0632cc805ec1ab7ad03b124c03942aff19a98",
    );
  });

  it("of a newer version is refused", () => {
    expect(() => unpackRecord(Buffer.of(2, 1))).toThrow("format 2");
  });
});
