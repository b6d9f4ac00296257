import { regionOf } from "@dashqueue/dashscope";
import { isPrivateHost } from "@dashqueue/queue/internal";

/** Seen in Beijing. DashScope publishes no complete list: its buckets move. */
const BEIJING = [
  "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com",
  "https://dashscope-result-wlcb.oss-cn-wulanchabu.aliyuncs.com",
  "https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com",
];

/**
 * Origins that may serve the results of an account, for a check before the first result. One that
 * answers is enough. None for a base URL that says nothing about them, such as a public relay.
 */
export function resultOrigins(baseUrl: string): readonly string[] {
  const { hostname, origin } = new URL(baseUrl);
  if (isPrivateHost(hostname)) return [origin];
  const region = regionOf(baseUrl);
  if (region === undefined) return [];
  return region === "cn-beijing" ? BEIJING : [`https://oss-${region}.aliyuncs.com`];
}
