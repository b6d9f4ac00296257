import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { mediaUrls, withMediaUrls } from "@dashqueue/dashscope";

import { isDataUrl } from "../uploads/data-url.ts";
import { isUploadUrl, uploadIdOf, uploadUrl } from "../uploads/upload-url.ts";
import { isPrivateHost } from "./private-host.ts";

/** The operator's rules for webhooks. */
export interface WebhookRules {
  /** Private hosts that webhooks may call. */
  readonly privateWebhookHosts: readonly string[];
  /** Whether the workers can sign webhooks. If not, a `webhook_url` is refused. */
  readonly webhooksSigned: boolean;
}

interface WebhookFields {
  readonly webhook_url: string | null;
  readonly webhook_events: readonly string[] | null;
}

/** Uploads in one form, however the caller names them. */
export function withUploadUrls(request: CreateRequest): CreateRequest {
  const urls = mediaUrls(request).flatMap(({ url }): [string, string][] => {
    const id = uploadIdOf(url);
    return id === null ? [] : [[url, uploadUrl(id)]];
  });
  return withMediaUrls(request, new Map(urls));
}

/** Problems of media URLs that the provider finds too late, or never. */
export function urlProblems(request: CreateRequest): Problem[] {
  return mediaUrls(request).flatMap(({ path, url }) => {
    const message = urlProblem(url);
    return message === null ? [] : [{ path, message }];
  });
}

function urlProblem(url: string): string | null {
  if (isUploadUrl(url) && uploadIdOf(url) === null)
    return "is not the URL of an upload: use the url that POST /v1/uploads returned";
  return !isDataUrl(url) && URL.canParse(url) && isPrivateUrl(url)
    ? "points into a private network, which the provider cannot reach"
    : null;
}

/** Problems of the fields that concern a webhook. */
export function webhookProblems(
  { webhook_url: url, webhook_events: events }: WebhookFields,
  rules: WebhookRules,
): Problem[] {
  const path = "webhook_url";
  if (url === null)
    return events === null ? [] : [{ path, message: "is required with webhook_events" }];
  if (!rules.webhooksSigned) {
    return [
      {
        path,
        message:
          "cannot be signed: ask the operator to set WEBHOOK_SECRET on the producer and the worker",
      },
    ];
  }
  if (!isPrivateUrl(url) || rules.privateWebhookHosts.includes(new URL(url).hostname)) return [];
  return [
    {
      path,
      message:
        "points into a private network; the operator can allow its host with WEBHOOK_PRIVATE_HOSTS",
    },
  ];
}

function isPrivateUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && isPrivateHost(hostname);
}
