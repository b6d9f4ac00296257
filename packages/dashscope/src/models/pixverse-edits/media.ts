import { megabytes, modelMedia, only } from "../../media/model-media.ts";

const seconds = { most: 300 };

/** DashScope's documentation: "PixVerse lip sync". */
export const LIP_SYNC_MEDIA = modelMedia({
  video_url: only("video", { mostBytes: megabytes(250), seconds }),
  audio_url: only("audio", { mostBytes: megabytes(100), seconds }),
});
