import type { OwnMessage } from "./own-message.ts";

/** Why a webhook message was not delivered. */
export const WEBHOOKS: readonly OwnMessage[] = [
  [/^the receiver answered (\d+)$/, "接收端返回 $1"],
  [
    /^the receiver answered 410 within the last day, so nothing is sent to this URL; .+$/,
    "接收端在一天内返回过 410，因此不再向该 URL 发送；如仍要发送，请重新发送这条消息",
  ],
  [
    /^webhooks must be signed: set WEBHOOK_SECRET on the worker$/,
    "Webhook 必须签名：请在 worker 上设置 WEBHOOK_SECRET",
  ],
  [
    /^not sent within three days; remove the cause and redeliver this attempt: (.+)$/s,
    "三天内没有发送成功；请排除原因后重新发送这条消息：{1}",
  ],
  [/^the endpoint is paused$/, "该地址已暂停"],
  [/^the endpoint is paused: (.+)$/s, "该地址已暂停：{1}"],
];

const CHECK_ID = "请在 DashScope 控制台核对任务 ID；如果任务是新建的，请一分钟后再试。";

/** Why the claim of a person was refused, and what a bulk operation could not do. */
export const ACTIONS: readonly OwnMessage[] = [
  [/^The task (\S+) was created with another prompt\. .+$/, `任务 $1 的提示词不同。${CHECK_ID}`],
  [
    /^DashScope lists no task (\S+) of the model (\S+)\. Check .+$/,
    `DashScope 的列表中没有模型 $2 的任务 $1。${CHECK_ID}`,
  ],
  [
    /^DashScope knows no task (\S+) on the account (\S+)\. Check .+$/,
    `DashScope 的账号 $2 中没有任务 $1。${CHECK_ID}`,
  ],
  [
    /^DashScope has tasks that may be this generation's: (.+)\. Name the right one, .+$/,
    "DashScope 中有任务可能属于该生成任务：$1。请指定正确的任务，或等它们结束后再试。",
  ],
  [
    /^The create request was sent a moment ago, and .+$/,
    "创建请求刚刚发送，DashScope 的任务列表可能还没有显示其任务。请几分钟后再试。",
  ],
  [
    /^The generation was settled in the meantime: it is (\w+)\.$/,
    "该生成任务已有定论：状态为 $1。",
  ],
  [
    /^The generation was settled in the meantime: its task is (\S+)\.$/,
    "该生成任务已有定论：任务为 $1。",
  ],
  [
    /^Another resolution of this generation was stated in the meantime, .+$/,
    "期间有人提交了另一个处理结果，并被驳回。请再试一次。",
  ],
  [
    /^The generation cannot take this task: it belongs to another generation\.$/,
    "该任务属于另一个生成任务。",
  ],
  [
    /^It can no longer be canceled: its task runs or has ended\.$/,
    "已无法取消：任务正在执行或已结束。",
  ],
  [
    /^A lost create request of it may still make a task\. Delete it after (\S+)\.$/,
    "它丢失的创建请求仍可能产生任务。请在 $1 之后删除。",
  ],
  [
    /^No attempt of it is known any more, so none can be repeated\.$/,
    "已没有它的发送记录，无法重新发送。",
  ],
  [/^The tenant may not use the model (\S+)\.$/, "该租户不能使用模型 $1。"],
  [
    /^Redis has lost the ids of (\d+) generations\. .+$/,
    "Redis 丢失了 $1 个生成任务的 ID。请为它们另外开始一个批量操作。",
  ],
  [
    /^Redis or the archive failed ten times in a row\. .+$/,
    "Redis 或归档连续出错十次。请查看 producer 的日志。",
  ],
];
