import { expect, it } from "vitest";

import { messageText } from "./messages.ts";
import { TRANSLATIONS } from "./translate.ts";

const { en, zh } = TRANSLATIONS;

it.each([
  ["the receiver answered 502", "接收端返回 502"],
  [
    "the receiver answered 410 within the last day, so nothing is sent to this URL; to send it anyway, redeliver this attempt",
    "接收端在一天内返回过 410，因此不再向该 URL 发送；如仍要发送，请重新发送这条消息",
  ],
  [
    "the archive in /data failed: ENOSPC: no space left on device, write",
    "归档 /data 出错：ENOSPC: no space left on device, write",
  ],
  [
    "the archive at s3://films/a failed: AccessDenied (HTTP 403)",
    "归档 s3://films/a 出错：AccessDenied (HTTP 403)",
  ],
  [
    "was not submitted within its max_queue_seconds of 15 s",
    "在 max_queue_seconds（15 秒）内没有提交",
  ],
  ["Model access denied.", "Model access denied."],
])("says our own message in Chinese, and keeps the provider's: %s", (message, chinese) => {
  expect([messageText(message, en), messageText(message, zh)]).toEqual([message, chinese]);
});
