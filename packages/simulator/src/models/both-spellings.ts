import type { Model } from "./model.ts";
import type { Region } from "./regions.ts";
import { BEIJING, SINGAPORE } from "./regions.ts";

/** The oldest models, whose ids start with `wanx` in Beijing and with `wan` in Singapore. */
export function bothSpellings(
  name: string,
  make: (id: string, offeredIn: readonly Region[]) => Model,
): readonly Model[] {
  return [make(`wanx2.1-${name}`, BEIJING), make(`wan2.1-${name}`, SINGAPORE)];
}
