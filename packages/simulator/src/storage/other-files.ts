import { createHash } from "node:crypto";

/** The JSON of a transcribed file. Source: DashScope's documentation, "录音文件识别RESTful API". */
export function transcriptOf(seed: string) {
  const sentence = { sentence_id: 0, begin_time: 0, end_time: 4_000, text: `Heard in ${seed}.` };
  return {
    file_url: "https://example.com/audio.mp3",
    audio_info: { format: "mp3", sample_rate: 16_000 },
    transcripts: [{ channel_id: 0, text: sentence.text, sentences: [sentence] }],
  };
}

/** One embedded line. Source: DashScope's documentation, "通用文本向量批处理接口". */
export function embeddingsOf(seed: string): string {
  const digest = createHash("sha256").update(seed).digest();
  const embedding = Array.from(digest.subarray(0, 4), (byte) => byte / 255);
  return `${JSON.stringify({ output: { embedding, text_index: 0 } })}\n`;
}

/** A 3D model without a scene, in the binary format of glTF 2.0. */
export function glbOf(seed: string): Buffer {
  const json = JSON.stringify({ asset: { version: "2.0", generator: seed } });
  const chunk = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4));
  const header = Buffer.alloc(20);
  header.write("glTF", 0, "latin1");
  header.writeUInt32LE(2, 4);
  header.writeUInt32LE(header.length + chunk.length, 8);
  header.writeUInt32LE(chunk.length, 12);
  header.write("JSON", 16, "latin1");
  return Buffer.concat([header, chunk]);
}

/** An image of one pixel. */
export const WEBP = Buffer.from(
  "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
  "base64",
);
