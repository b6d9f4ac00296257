import { megabytes, only } from "./model-media.ts";

/** Limits that several Wan models share. */

/** DashScope's documentation: "Wan text to video". */
export const WAN_AUDIO = only("audio", {
  formats: ["WAV", "MP3"],
  mostBytes: megabytes(15),
  seconds: { least: 3, most: 30 },
});

/** Width and height of an image, in pixels. DashScope's documentation: "Wan image to video". */
export const WAN_IMAGE_SIDE = { least: 240, most: 8_000 };
