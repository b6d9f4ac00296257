import type { Task } from "../tasks/task.ts";

/** The `usage` of a SUCCEEDED task: each generation of models has its own. */
export type UsageShape =
  | "standard"
  | "size"
  | "SR"
  | "kf2v-2.2"
  | "wan-2.6"
  | "wan-3.0"
  | "mode"
  | "duration"
  | "vendor"
  | "images"
  | "tokens";

/** Source: the result samples of DashScope's documentation, one page per model. Numbers are dressed as they are there. */
export function usageOf(task: Task, shape: UsageShape): Readonly<Record<string, unknown>> {
  const { outputSeconds: seconds, inputSeconds, size, tier, audio } = task;
  const lines = Number(tier);
  const total = seconds + inputSeconds;
  switch (shape) {
    case "standard":
      return { video_duration: seconds, video_ratio: "standard", video_count: 1 };
    case "size":
      return { video_duration: seconds, video_ratio: size, video_count: 1 };
    case "SR":
      return { duration: seconds, SR: lines, video_count: 1 };
    case "kf2v-2.2":
      return { video_duration: seconds, video_count: 1, SR: lines };
    case "wan-2.6":
      return {
        duration: total,
        input_video_duration: inputSeconds,
        output_video_duration: seconds,
        SR: lines,
        video_count: 1,
        ...(size === null ? {} : { size }),
        ...(audio === null ? {} : { audio }),
      };
    case "wan-3.0":
      return {
        video_count: 1,
        duration: total,
        input_video_duration: inputSeconds,
        output_video_duration: seconds,
        fps: 30,
        SR: lines,
        ratio: "16:9",
      };
    case "mode":
      return { video_duration: seconds, video_ratio: tier };
    case "duration":
      return { video_duration: seconds };
    case "vendor":
      return {
        duration: seconds,
        size: size ?? "1280*720",
        fps: 24,
        video_count: 1,
        audio: audio ?? false,
        SR: tier ?? "720",
      };
    case "images":
      return { image_count: madeImages(task) };
    case "tokens":
      return {
        size: size ?? "2048*2048",
        total_tokens: 11_017,
        image_count: madeImages(task),
        output_tokens: 2,
        input_tokens: 10_867,
      };
  }
}

/** The images of a batch that did not fail. */
export function madeImages({ images, failedImages }: Task): number {
  return images - failedImages;
}
