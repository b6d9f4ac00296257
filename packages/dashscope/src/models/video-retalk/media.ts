import { megabytes, modelMedia, only } from "../../media/model-media.ts";

const seconds = { least: 2, most: 120 };

/** DashScope's documentation: "VideoRetalk". */
export const VIDEO_RETALK_MEDIA = modelMedia({
  video_url: only("video", {
    formats: ["MP4", "AVI", "MOV"],
    mostBytes: megabytes(300),
    side: { least: 640, most: 2_048 },
    seconds,
    leastFramesPerSecond: 15,
  }),
  audio_url: only("audio", {
    formats: ["WAV", "MP3", "AAC"],
    mostBytes: megabytes(30),
    seconds,
  }),
});
