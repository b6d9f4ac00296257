import { expect, it } from "vitest";

import { deliveryStateText, detailText, kindText, reasonText, stageText } from "./codes.ts";
import { TRANSLATIONS } from "./translate.ts";

const { en, zh } = TRANSLATIONS;

it("keeps the code of a closed set beside its Chinese name", () => {
  expect(reasonText("slot", zh)).toBe("名额 slot");
  expect(kindText("storage", "ENOSPC", zh)).toBe("无法写入归档 storage (ENOSPC)");
  expect(deliveryStateText("delivered", zh)).toBe("已送达 delivered");
  expect(stageText("submit", zh)).toBe("提交 submit");
  expect(stageText("of-a-newer-worker", zh)).toBe("of-a-newer-worker");
});

it("shows the code alone in English", () => {
  expect(reasonText("slot", en)).toBe("slot");
  expect(kindText("storage", "", en)).toBe("storage");
});

it.each([
  ["task_id", "task-1", "task id: task-1", "DashScope 任务：task-1"],
  ["charged", false, "charged: false", "是否计费：否"],
  [
    "expires_at",
    "2026-11-29T02:22:13.154Z",
    "expires at: 2026-11-29 02:22:13.154 UTC",
    "链接过期时间：2026-11-29 02:22:13.154 UTC",
  ],
  ["waiting", "slot", "waiting: slot", "等待原因：名额 slot"],
  ["reason", "arrears", "reason: arrears", "原因：欠费 arrears"],
  ["reason", "the host is away", "reason: the host is away", "原因：the host is away"],
  ["message", "the worker is closing", "message: the worker is closing", "说明：worker 正在关闭"],
  ["of_later", 7, "of later: 7", "of_later：7"],
])("names the detail %s of an event, and %s", (name, value, english, chinese) => {
  expect(detailText(name, value, en)).toBe(english);
  expect(detailText(name, value, zh)).toBe(chinese);
});
