import { forRoles, megabytes, modelMedia, only } from "../../media/model-media.ts";

const PICTURE = only("image", {
  formats: ["JPEG", "PNG"],
  mostBytes: megabytes(20),
  side: { least: 20, most: 6_000 },
});

/** Third parties that quote DashScope's documentation: "Tripo 3D generation". */
export const TRIPO_MEDIA = modelMedia(forRoles(PICTURE, "image file_token"));
