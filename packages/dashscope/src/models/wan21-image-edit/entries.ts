import type { Entry } from "../../facts/entry.ts";
import { FROM_IMAGE } from "../../facts/image-facts.ts";
import { BEIJING, limits } from "../../facts/shared-facts.ts";
import { images } from "../../facts/billing.ts";
import { inBeijing, perImage, QUOTED } from "../../facts/price.ts";
import { wan21ImageEdit } from "./request.ts";

/** DashScope's documentation: "Wan general image editing", "rate limit". */
export const WAN21_IMAGE_EDIT: readonly Entry[] = [
  {
    ...FROM_IMAGE,
    names: { "wanx2.1-imageedit": BEIJING },
    elsewhere: "absent",
    limits: limits(2, 2),
    // It takes 5 s to 15 s; the documentation recommends a query every 3 s in the first 30 s.
    polling: { firstDelayMs: 5_000 },
    price: perImage(inBeijing("0.14"), QUOTED),
    billing: images(1),
    shape: wan21ImageEdit,
  },
];
