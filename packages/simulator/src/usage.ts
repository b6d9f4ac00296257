import type { Task } from "./task.ts";
import { tierOfSize } from "./text-to-video-checks.ts";

/** The `usage` of a SUCCEEDED task: each generation of models has its own. */
export type UsageShape = "vace" | "wan-2.5-t2v" | "wan-2.6";

/** Source: the result samples of DashScope's documentation, one page per model. */
export function usageOf(task: Task, shape: UsageShape): Readonly<Record<string, unknown>> {
  switch (shape) {
    case "vace":
      return { video_duration: task.outputSeconds, video_ratio: "standard", video_count: 1 };
    case "wan-2.5-t2v":
      return { video_duration: task.outputSeconds, video_ratio: task.size, video_count: 1 };
    case "wan-2.6":
      return {
        duration: task.outputSeconds,
        input_video_duration: 0,
        output_video_duration: task.outputSeconds,
        SR: tierOfSize(task.size),
        video_count: 1,
        size: task.size,
        ...(task.audio === null ? {} : { audio: task.audio }),
      };
  }
}
