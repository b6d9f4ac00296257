import { expect, it } from "vitest";

import { messageText } from "../messages.ts";
import { TRANSLATIONS } from "../translate.ts";
import { OWN_MESSAGES } from "./all-messages.ts";

/** As the workers and the queue write them. */
const SAMPLES = [
  "its tenant's max_in_flight of 0 lets nothing run",
  "its tenant has as many tasks in flight as its max_in_flight of 3 allows",
  "its tenant's daily_spend of 5 CNY leaves no room for it; it resets at 2026-11-28T00:00:00.000Z",
  "nothing bounds what it may cost, so its tenant's daily_spend of 5 CNY could be exceeded; an operator can set allow_unbounded_cost among the tenant's limits",
  "it may cost more than the whole of its tenant's monthly_spend of 5 CNY",
  "DAILY_SPEND_LIMIT is reached for today; submission resumes after midnight UTC",
  "nothing bounds what it may cost, so DAILY_SPEND_LIMIT could be exceeded; set ALLOW_UNBOUNDED_COST=true to submit it",
  "it may cost more than DAILY_SPEND_LIMIT allows on any day; raise the limit to submit it",
  "it may cost more than DAILY_SPEND_LIMIT allows on any day",
  "was not submitted within its max_queue_seconds of 15 s",
  "the provider refuses the model on this account",
  "the provider's tasks cannot be listed: no response within 5000 ms",
  "the provider's tasks cannot be listed: the list omits task a-1, which the provider created for us",
  "the provider's tasks cannot be listed: the provider's task list is incomplete",
  'the provider answered "nothing"',
  "Redis is empty: waiting 640 s until the provider's list shows every task that Redis may have lost",
  "Redis restarted: waiting 640 s until the provider's list shows every task that Redis may have lost",
  "unowned tasks may belong to waiting generations, but cannot be identified yet: a, b, 3 more. They may be charged, so nothing is submitted until they are identified. If they belong to another system, run `npm run recover -- --disown`.",
  "the worker stopped before it recorded the answer to the create request",
  "the provider has deleted the task, and its outcome was never read",
  "the record was deleted while its create request was in flight",
  "the record was lost",
  "the record was deleted",
  "the request was aborted before it was sent",
  "the worker is closing",
  "the account is no longer configured: add it to DASHSCOPE_ACCOUNTS again",
  "the model wan9 is not in this client's catalog",
  "the provider returned status 502",
  "the provider returned status 502 with a body that is not a DashScope response",
  "the provider gave no reason for the failure of the task",
  "the file has 9 bytes, more than the provider's limit of 1 MB",
  "the upload host returned status 500",
  "the upload upl_1 no longer exists: upload the file again",
  "input.img_url is in the storage of one account, and several are configured: send the file to POST /v1/uploads, or upload it with this gateway as the base URL",
  "image.png: the host of the result answered 500",
  "the link of the result expired before it could be copied; the last attempt failed: the host of the result answered 403",
  "the host sent an empty file instead of video.mp4",
  "the host sent an error message in XML instead of video.mp4",
  "the host sent an HTML page instead of video.mp4",
  "the host sent a text instead of video.mp4",
  "the host sent other bytes than those of application/json instead of a.json",
  "the host sent a file of the type image/png instead of video.mp4",
  "the result ended after 1 of 2 bytes",
  "no answer from the host of the results (a.example, b.example): the proxy refused to connect: it answered 403",
  "the private address 10.0.0.1 is not allowed. If results really come from there, name the host or its range in RESULT_PRIVATE_HOSTS, such as 198.18.0.0/15 for a proxy with fake addresses",
  "the private address 10.0.0.1 is not allowed",
  "this machine cannot resolve the host, so its address cannot be checked before it is given to the proxy",
  "the proxy cannot be reached: ECONNREFUSED",
  "the host sent 9 bytes in 30000 ms",
  "the archive has only 9 bytes of free space",
  "the archive has 1 bytes of the 2 that were written to gen_1/a.png",
  "the archive in /data failed: EACCES: denied. Give the user of this process write access to it",
  "the archive in /data failed: EDQUOT: quota. Raise the quota of its user, or free space",
  "the archive in /data failed: EROFS: read-only. Mount its disk for writing",
  "the archive in /data failed: EIO: i/o. Check its disk",
  "the archive in /data failed: EMFILE: files. Raise the limit of open files of this process",
  "the archive in /data failed: ENOTDIR: path. Check ARCHIVE_URL, and what is at this path",
  "the archive in /data failed: ENOSPC: full",
  "the archive at s3://films failed: NoSuch (gone)",
  "the archive at s3://films failed, create the bucket, or name another one in ARCHIVE_URL: NoSuchBucket (status 404)",
  "the archive at s3://films failed, name the bucket in ARCHIVE_URL as the provider does: InvalidBucketName (status 400)",
  "the archive at s3://films failed, no credentials: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN: CredentialsProviderError (x)",
  "the archive at s3://films failed, set AWS_REGION to the region of the bucket: PermanentRedirect (x)",
  "the archive at s3://films failed, check AWS_ENDPOINT_URL_S3 and the network; an endpoint without a name for each bucket needs ?path_style=true in ARCHIVE_URL: ENOTFOUND (x)",
  "the archive at s3://films failed, allow this key s3:PutObject, s3:GetObject, s3:DeleteObject, s3:ListBucket and s3:AbortMultipartUpload in the bucket and its prefix: AccessDenied (x)",
  "the archive at s3://films failed, synchronize the clock of this machine: RequestTimeTooSkewed (x)",
  "the archive at s3://films failed, the storage asks for fewer requests; they are repeated later: SlowDown (x)",
  "the archive at s3://films failed, the storage is overloaded; the request is repeated later: ServiceUnavailable (x)",
  "the archive at s3://films failed, raise the quota of the bucket, or free space in it: QuotaExceeded (x)",
  "the archive at s3://films failed, free space in the storage: XMinioStorageFull (x)",
  "the receiver answered 502",
  "the receiver answered 410 within the last day, so nothing is sent to this URL; to send it anyway, redeliver this attempt",
  "webhooks must be signed: set WEBHOOK_SECRET on the worker",
  "not sent within three days; remove the cause and redeliver this attempt: the endpoint is paused",
  "the endpoint is paused: the receiver answered 500",
  "The task a-1 was created with another prompt. Check the task id in the provider's console; if the task is new, repeat this in a minute.",
  "DashScope lists no task a-1 of the model wan9. Check the task id in the provider's console; if the task is new, repeat this in a minute.",
  "DashScope knows no task a-1 on the account main. Check the task id in the provider's console; if the task is new, repeat this in a minute.",
  "DashScope has tasks that may be this generation's: a, b. Name the right one, or repeat this when they have ended.",
  "The create request was sent a moment ago, and DashScope's task list may not show its task yet. Repeat this in a few minutes.",
  "The generation was settled in the meantime: it is failed.",
  "The generation was settled in the meantime: its task is a-1.",
  "Another resolution of this generation was stated in the meantime, and refused. Repeat this.",
  "The generation cannot take this task: it belongs to another generation.",
  "It can no longer be canceled: its task runs or has ended.",
  "A lost create request of it may still make a task. Delete it after 2026-11-28T00:00:00.000Z.",
  "No attempt of it is known any more, so none can be repeated.",
  "The tenant may not use the model wan9.",
  "Redis has lost the ids of 3 generations. Begin another operation for them.",
  "Redis or the archive failed ten times in a row. See the log of the producer.",
];

it.each(SAMPLES)("leaves no English sentence of %s", (message) => {
  expect(messageText(message, TRANSLATIONS.en)).toBe(message);
  const chinese = messageText(message, TRANSLATIONS.zh).replaceAll(/`.+?`/g, "");
  expect(chinese).toMatch(/\p{Script=Han}/u);
  expect(chinese).not.toMatch(/[$]\d|[{]\d[}]|\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/);
});

it("has a sample of each", () => {
  const shown = SAMPLES.map((message) => messageText(message, TRANSLATIONS.zh)).join("\n");
  const literals = OWN_MESSAGES.map(([, chinese]) =>
    chinese
      .split(/[$]\d|[{]\d[}]/)
      .reduce((one, other) => (one.length > other.length ? one : other)),
  );
  expect(literals.filter((literal) => !shown.includes(literal))).toEqual([]);
});
