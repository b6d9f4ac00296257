import { inMegabytes, inTenths, SLACK_SECONDS } from "./file-problem.ts";
import type { TogetherRule } from "./media-rules.ts";

/** Limits the total length of the files with these roles. */
export function mostSecondsTogether(most: number, ...roles: readonly string[]): TogetherRule {
  return (media) => {
    const counted = media.filter(({ role }) => roles.includes(role));
    const all = counted.reduce((sum, { probed }) => sum + (probed.seconds ?? 0), 0);
    const last = counted.at(-1);
    if (last === undefined || all <= most + SLACK_SECONDS) return [];
    const others = counted.length > 1 ? " together with the other files" : "";
    const message = `must be at most ${most} seconds long${others}, is ${inTenths(all)}`;
    return [{ path: last.path, message }];
  };
}

/** Requires one file to have exactly the width and height of another, if both are present. */
export function asLargeAs(role: string, other: string): TogetherRule {
  return (media) => {
    const one = media.find((item) => item.role === role);
    const model = media.find((item) => item.role === other);
    if (one === undefined || model === undefined) return [];
    const [{ width, height }, wanted] = [one.probed, model.probed];
    if (width === null || wanted.width === null) return [];
    if (width === wanted.width && height === wanted.height) return [];
    const message = `must be as large as ${other}, ${wanted.width}*${wanted.height}, is ${width}*${height}`;
    return [{ path: one.path, message }];
  };
}

/** Limits the total size of the files with this role. */
export function mostBytesTogether(most: number, role: string): TogetherRule {
  return (media) => {
    const counted = media.filter((item) => item.role === role);
    const all = counted.reduce((sum, { probed }) => sum + (probed.sizeBytes ?? 0), 0);
    const last = counted.at(-1);
    if (last === undefined || all <= most) return [];
    const message = `must be at most ${inMegabytes(most)} MB together with the other files, is ${inMegabytes(all)} MB`;
    return [{ path: last.path, message }];
  };
}
