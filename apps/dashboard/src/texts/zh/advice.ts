import type { FailureKind, GenerationView } from "@dashqueue/queue/internal";

/** What to do about each kind of failure, in Chinese. */
export const ADVICE: Readonly<Record<FailureKind, string>> = {
  invalid_request: "按错误信息修改请求，其中写明了 DashScope 拒绝的内容。",
  content_rejected: "修改提示词或媒体：未通过 DashScope 的内容审核。",
  media_rejected: "换用格式、大小和时长符合模型文档要求的媒体。",
  media_unreachable: "让媒体 URL 可以公开访问，不需要登录，也不会跳转到登录页。",
  rate_limited: "无需处理：提交会自动放慢，随后自动恢复。",
  concurrency_limited: "一般无需处理。如果还有其他系统在用这个账号，请调低 DASHSCOPE_LIMITS。",
  quota_exhausted: "在 DashScope 控制台提高账号额度，或等待额度重置。",
  arrears: "在 DashScope 控制台为账号充值，结清欠款。",
  authentication:
    "把 DASHSCOPE_API_KEY 设为有效的 API Key，地域须与 DASHSCOPE_HTTP_BASE_URL 一致。",
  access_denied: "为账号开通百炼（Model Studio），并给 API Key 所在的业务空间授权。",
  model_denied: "在 DashScope 控制台为账号开通该模型：申请权限，或允许免费额度用完后按量付费。",
  configuration: "检查模型名称和地域：不同地域的模型名称不同，模型也可能已下线。",
  provider_error: "稍后重试：DashScope 发生内部错误。",
  network: "检查 worker 与 DashScope 之间的网络连接。",
  unreadable: "在 DashScope 控制台按 Request ID 查找：响应无法解析。",
  expired: "重新生成：DashScope 已不再保留该任务或其结果。",
  unresolved: "先在 DashScope 控制台查找该 DashScope 任务，再决定是否重新付费生成。",
  storage: "清理归档所在磁盘的空间，或给 worker 写权限。",
  download: "检查 worker 与结果下载地址之间的网络、防火墙和代理。",
  deadline_exceeded: "调大 max_queue_seconds 后重新提交，或等该模型恢复正常、排队减少后再提交。",
  unchecked: "一般无需处理。如果超过 15 分钟仍未恢复，请按所示原因排查。",
  spend_limit: "提高 DAILY_SPEND_LIMIT，或等到 UTC 零点。",
  tenant_limit: "等待租户的限额重置，或请管理员提高限额。",
};

/** What to do about a failure of the archive whose code is known, by the English advice. */
export const STORAGE_ADVICE: Readonly<Record<string, string>> = {
  "Free space in the archive.": "清理归档所在磁盘的空间。",
  "Give the worker write access to the archive.": "给 worker 归档的写权限。",
};

type Reason = NonNullable<GenerationView["waiting"]>["reason"];

/** What to do about a generation that waits for no failure, in Chinese. */
export const WAITING_ADVICE: Readonly<Partial<Record<Reason, string>>> = {
  slot: "无需处理：模型有空闲名额时会自动提交。",
  backoff: "无需处理：会在同一名额中再次尝试。",
  paused: "在控制台恢复该模型的队列，或移除值为 0 的限额。",
};

/** The same where the advice names a queue or a stage. */
export const NAMING_ADVICE: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^Resume the queue (\w+) on/, (queue) => `在控制台恢复队列 ${queue}。`],
  [
    /^Start a worker that has the stage (\w+)/,
    (stage) => `启动一个负责 ${stage} 阶段的 worker，或恢复一个已排空的 worker。`,
  ],
];

/** What a search for the task of a lost create request found, by the words of the worker. */
export const LOOK_RESULTS: Readonly<Record<string, string>> = {
  "nothing could identify the task of a missing answer this early":
    "没有收到创建请求的响应，过早查找无法确认哪个任务属于它",
  "it may not show the task yet": "列表可能还没有显示该任务",
  "a task in the provider's list may belong to this generation, but cannot be identified yet":
    "列表中有一个任务可能属于该生成任务，但还不能确认",
  "another generation adopted the task first": "该任务已先关联到另一个生成任务",
  "the provider's answers had no date, so times cannot be compared":
    "DashScope 的响应没有日期，无法比较时间",
  "the provider's list shows our tasks as created at other times than they were, so it cannot be searched by time":
    "列表中任务的创建时间与实际不符，无法按时间查找",
  "was checked too recently": "距上次查找的时间太短",
  "was already recorded": "已有记录",
};
