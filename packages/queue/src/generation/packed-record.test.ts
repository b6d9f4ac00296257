import { describe, expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { acceptedEvent, eventOf } from "./event.ts";
import { packRecord, unpackRecord } from "./packed-record.ts";

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
  });

  it("of a newer version is refused", () => {
    expect(() => unpackRecord(Buffer.of(2, 1))).toThrow("format 2");
  });
});
