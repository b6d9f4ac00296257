import type { UsageShape } from "../models/model.ts";
import type { Task } from "../tasks/task.ts";
import { madeParts } from "../tasks/task.ts";

type Usage = Readonly<Record<string, unknown>>;

/**
 * The `usage` of a SUCCEEDED task.
 * Source: the result samples of DashScope's documentation, one page per model. The types of the
 * numbers are those of the samples.
 */
export function usageOf(task: Task, shape: UsageShape): Usage {
  const { outputSeconds: seconds, size, tier } = task;
  const lines = Number(tier);
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
      return wan26Usage(task);
    case "wan-3.0":
      return { ...durationsOf(task), video_count: 1, fps: 30, SR: lines, ratio: "16:9" };
    case "mode":
      return { video_duration: seconds, video_ratio: tier };
    case "video_duration":
      return { video_duration: seconds };
    case "duration":
      return { duration: task.units };
    case "style":
      return { duration: seconds, SR: lines };
    case "vendor":
      return vendorUsage(task);
    case "images":
      return { image_count: madeParts(task) };
    case "vendor-images":
      return { image_count: madeParts(task), size, SR: tier };
    case "qwen-image":
      return { output_image_count: madeParts(task), output_image_type: `qima_output_${tier}` };
    case "tokens":
      return {
        size: size ?? "2048*2048",
        total_tokens: 11_017,
        image_count: madeParts(task),
        output_tokens: 2,
        input_tokens: 10_867,
      };
    case "seconds":
      return { seconds: task.units };
    case "embedding":
      return { total_tokens: Math.round(task.units * 1_000_000) };
    case "3d":
      return { count: madeParts(task) };
  }
}

function wan26Usage(task: Task): Usage {
  const { size, audio } = task;
  return {
    ...durationsOf(task),
    SR: Number(task.tier),
    video_count: 1,
    ...(size === null ? {} : { size }),
    ...(audio === null ? {} : { audio }),
  };
}

function vendorUsage({ outputSeconds, size, tier, audio }: Task): Usage {
  return {
    duration: outputSeconds,
    size: size ?? "1280*720",
    fps: 24,
    video_count: 1,
    audio: audio ?? false,
    SR: tier ?? "720",
  };
}

function durationsOf({ outputSeconds, inputSeconds }: Task): Usage {
  return {
    duration: outputSeconds + inputSeconds,
    input_video_duration: inputSeconds,
    output_video_duration: outputSeconds,
  };
}
