/** Texts of the page of a generation. */
export const GENERATION = {
  "What else holds it up": "其他原因",
  "Generation not found": "未找到该生成任务",
  "There is no generation with this id, neither in Redis nor in the archive.":
    "Redis 和归档中都没有这个 ID 的生成任务。",
  "Redis has no generation with this id. It was deleted, or only the archive has it.":
    "Redis 中没有这个 ID 的生成任务：可能已被删除，或只保留在归档中。",
  "Redis has no generation with this id.": "Redis 中没有这个 ID 的生成任务。",

  "Accepted and stored.": "已接收并保存。",
  "A create request is being sent to DashScope.": "正在向 DashScope 发送创建请求。",
  "The answer to a create request was lost, and a task may exist. No other create request is sent until this is settled.":
    "创建请求的响应丢失，可能已有 DashScope 任务。查清之前不会再发送创建请求。",
  "DashScope has accepted the task.": "DashScope 已接受任务，任务在排队或执行中。",
  "The task has succeeded; its files are being copied before their links expire.":
    "DashScope 任务已成功，正在转存文件，须在链接过期前完成。",
  "The files are in the archive, with the size and checksum below.":
    "文件已存入归档，大小和校验值与下方所列一致。",
  "Ended without a result.": "已结束，没有结果。",
  "Canceled before it could cost anything.": "已在产生费用之前取消。",

  "Why it failed": "失败原因",
  "Why its files are not copied yet": "文件尚未转存的原因",
  "What is unknown": "结果未明的原因",
  "Do not submit it again. Most are settled within minutes. If this one is not, search DashScope's console for a task of {model} that was created at about {time}. An operator can state below what was found.":
    "不要重新提交。多数情况会在几分钟内自动查清。如果没有查清，请在 DashScope 控制台查找 {model} 在 {time}前后创建的任务。查到后，运维人员可以在下方确认结果。",
  "Do not submit it again. Search DashScope's console for a task of {model} that was created at about {time}. An operator can state below what was found.":
    "不要重新提交。在 DashScope 控制台查找 {time}前后创建的 {model} 任务，然后由运维人员在下方确认结果。",
  "not known yet (at risk). dashqueue buys nothing else for it until this is settled.":
    "尚不确定（可能已计费）。查清之前，dashqueue 不会再为它付费。",
  Kind: "类型",
  Charged: "计费",
  "Request ID": "Request ID",
  Task: "DashScope 任务",
  "Create request ID": "创建请求的 Request ID",
  "Create requests": "创建请求次数",
  Polls: "查询次数",
  Cost: "费用",
  Cancel: "取消",
  "Waits for": "等待原因",
  Priority: "优先级",
  Created: "创建时间",
  Ended: "结束时间",
  Age: "已过时间",
  Took: "耗时",
  Job: "作业",
  "in queue {queue}": "在队列 {queue} 中",
  Request: "请求",
  Prompt: "提示词",
  "Prompt used by the model": "模型实际使用的提示词",
  Webhook: "Webhook",
  Delivery: "投递",
  "Create request body": "创建请求的请求体",
  Usage: "用量",

  "at most {amount}": "最多 {amount}",
  "{charge} (at most {amount})": "{charge}（最多 {amount}）",
  nothing: "无",
  "not known until the create request is answered": "收到创建请求的响应后才能确定",
  "not known until it is settled whether a task exists": "查清 DashScope 任务是否存在后才能确定",
  "not known until the task is queried": "查询该 DashScope 任务后才能确定",
  "status not known yet": "状态未知",
  "nothing so far; DashScope charges when the task succeeds": "暂无；DashScope 任务成功后计费",
  "charged; the price of this model is not known": "已计费，但该模型的价格未知",
  unknown: "未知",
  charged: "已计费",
  "not charged": "未计费",
  "requested; DashScope has not answered yet": "已请求，DashScope 尚未响应",
  "confirmed; never charged": "已确认，不会计费",
  "refused; the task continues, and is charged if it succeeds":
    "被拒绝，DashScope 任务继续执行，成功后计费",

  "requested; takes effect once it is known whether a task exists":
    "已请求，查清是否有 DashScope 任务后生效",
  "refused; the task has ended": "被拒绝，DashScope 任务已结束",
  "Why it is waiting": "等待原因",
  "It waits for a free slot of its model.":
    "等待模型的空闲名额（一个名额对应一个可同时执行的 DashScope 任务）。",
  "Others of its model were refused or held back: {message}":
    "同一模型的其他生成任务被拒绝或暂缓：{message}",
  "The spending limit leaves no room.": "已达到消费限额。",
  "A limit of its tenant leaves no room.": "已达到租户的限额。",
  "DashScope refuses the account.": "DashScope 拒绝了该账号。",
  "An operator has paused its model.": "运维人员暂停了该模型。",
  "An operator has paused the queue of its next step: nothing happens to it.":
    "下一步所用的队列已被运维人员暂停，任务停在这一步。",
  "No worker takes its next job: none runs, or all are drained.":
    "没有 worker 接它的下一个作业：没有在运行的，或者都已排空。",
  "Links expire": "链接过期",
  "Result may be lost from": "结果可能丢失的最早时间",
  "The task has succeeded; its files are not copied yet, and their links expire.":
    "DashScope 任务已成功，文件还没有转存，而链接会过期。",
  "A worker was asked to copy its files now.": "已要求 worker 立即转存文件。",
  "The task was polled. DashScope says: {status}": "已查询。DashScope 返回：{status}",
  "A worker was asked to poll the task. The answer appears here within seconds.":
    "已要求 worker 查询该任务，几秒内在此显示结果。",
  "Its lane is closed until DashScope's tasks were compared with the records.":
    "通道已关闭，等待 DashScope 的任务与记录完成对账。",
  "Its last attempt failed for now, and another one follows.": "上次尝试未成功，稍后会再次尝试。",
  "DashScope refuses its model, which is tried again.": "DashScope 拒绝该模型，稍后会再次尝试。",
  "Results cannot be stored or downloaded, so nothing is bought.":
    "结果无法下载或转存，因此暂停付费提交。",
  Place: "排队位置",
  "{position} in the line of its tenant": "租户队列中第 {position} 位",
  "Gets a slot": "预计获得名额",
  "in about {half}; nine of ten within {most}": "约 {half}后；九成在 {most}内",
  "Next try": "下次尝试",
  Since: "该原因始于",

  History: "历史",
  Time: "时间",
  After: "间隔",
  Event: "事件",
  Detail: "详情",
  "in progress": "至今",
  "{status} task {task}": "{status}（第 {task} 个 DashScope 任务）",
  "{time} so far": "已有 {time}",
  "{subject}: {duration}": "{subject}：{duration}",
  "{text} ({count} times)": "{text}（{count} 次）",
} as const;
