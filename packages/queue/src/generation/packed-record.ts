import { deflateRawSync, inflateRawSync } from "node:zlib";

import type { GenerationEvent } from "./event.ts";

/** What Redis keeps of a generation that has ended and is in the archive. It never changes (G4). */
export interface PackedRecord {
  readonly record: unknown;
  readonly events: readonly GenerationEvent[];
}

/**
 * What most records have in common, so that it takes no space in each of them. A packed record can
 * be read only with the text with which it was written: never change it, but add a second format.
 */
export const COMMON = Buffer.from(
  `"status":"canceled","status":"failed","failure":{"kind":"content_rejected","code":"DataInspectionFailed","message":"the request was refused","requestId":"","charged":false},"updatedAt":17{"name":"account-paused","{"name":"attempt-begun","at":17{"name":"cancel-requested","{"name":"task-failed","{"name":"create-rejected","error":"message":"reason":"{"record":{"ignored":[],"workspace":null,"dataInspection":null,"path":null,"request":{"model":"wan2.2-i2v-plus","input":{"prompt":"","img_url":"upload://upl_01","image_url":"https://negative_prompt"function":"image_reference","ref_images_url":["https://"]},"parameters":{"size":"1280*720","resolution":"1080P","prompt_extend":true,"watermark":false,"duration":5,"seed":1}},"priority":0,"metadata":{},"webhookUrl":"https://,"webhookUrl":null,"tenant":"default","regenerates":null,"estimate":{"amount":"0.70","currency":"CNY"},"id":"gen_01","status":"queued","revision":4,"createdAt":17,"updatedAt":17,"attempts":1,"failedTasks":[],"cancel":null,"attempt":{"begunAt":17,"account":"default","lane":"wan2.1-vace-plus","baseUrl":"https://dashscope-intl.aliyuncs.com/api/v1","baseUrl":"https://dashscope.aliyuncs.com/api/v1","sentAs":"wan2.1-vace-plus","hold":{"amount":"0.70","currency":"CNY"},"deadlines":{"sendBy":17,"answerBy":17,"listedBy":17},"providerAheadMs":0},"task":{"id":"","requestId":"","status":"SUCCEEDED","submittedAt":17,"polls":10},"result":{"usage":{"image_count":1,"video_duration":5,"video_ratio":"standard","video_count":1,"duration":5,"size":"1280*720","SR":720},"cost":{"amount":"0.70","currency":"CNY"},"origPrompt":"","actualPrompt":null,"failedEntries":[],"expiresAt":17},"status":"succeeded","finishedAt":17,"files":[{"name":"image.png","contentType":"image/png"},{"name":"video.mp4","bytes":10,"sha256":"","contentType":"video/mp4"}],"missing":[]},"events":[{"name":"generation-accepted","at":17,"status":"queued","detail":{"tenant":"default"},"id":"0-1"},{"name":"attempt-begun","at":17,"status":"submitting","detail":{"attempt":1},"id":"0-2"},{"name":"task-created","at":17,"status":"running","detail":{"task_id":"","task_status":"PENDING"},"id":"0-3"},{"name":"task-observed","at":17,"status":"running","detail":{"task_id":"","task_status":"RUNNING"},"id":"0-4"},{"name":"task-succeeded","at":17,"status":"archiving","detail":{"task_id":"","expires_at":"2026-12-01T00:00:00.000Z"},"id":"0-5"},{"name":"files-archived","at":17,"status":"succeeded","detail":{"files":1},"id":"0-6"}]}`,
);

/** The first byte of a packed record. */
const FORMAT = 1;

/** @param json the record as Redis holds it. */
export function packRecord(json: string, events: PackedRecord["events"]): Buffer {
  const packed = `{"record":${json},"events":${JSON.stringify(events)}}`;
  const bytes = deflateRawSync(packed, { dictionary: COMMON, level: 9 });
  return Buffer.concat([Buffer.of(FORMAT), bytes]);
}

/** @throws if a newer version packed it. */
export function unpackRecord(packed: Buffer): PackedRecord {
  if (packed[0] !== FORMAT) throw new Error(`format ${packed[0]} of packed records is unknown`);
  const text = inflateRawSync(packed.subarray(1), { dictionary: COMMON }).toString();
  return JSON.parse(text) as PackedRecord;
}
