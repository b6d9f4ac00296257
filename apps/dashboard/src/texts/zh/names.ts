import type {
  EventName,
  FailureKind,
  GenerationView,
  Stage,
  Status,
} from "@dashqueue/queue/internal";

type Reason = NonNullable<GenerationView["waiting"]>["reason"];
type DeliveryState = NonNullable<GenerationView["webhook"]>["state"];

/** The statuses in Chinese. */
export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  queued: "排队中",
  submitting: "提交中",
  uncertain: "结果未明",
  running: "执行中",
  archiving: "转存中",
  succeeded: "已成功",
  failed: "已失败",
  canceled: "已取消",
};

/** The events of a generation in Chinese. */
export const EVENTS: Readonly<Record<EventName, string>> = {
  "generation-accepted": "已接收",
  "upload-failed": "上传失败",
  "attempt-begun": "开始提交",
  "task-created": "DashScope 任务已创建",
  "create-delayed": "创建请求被拒绝或推迟",
  "create-rejected": "创建被拒绝",
  "create-uncertain": "创建结果不明",
  "attempt-absent": "已证明未创建 DashScope 任务",
  "attempt-unresolved": "无法查清",
  "attempt-denied": "人工确认无 DashScope 任务",
  "outcome-claimed": "人工确认结果",
  "claim-refused": "确认被驳回",
  "task-adopted": "已关联 DashScope 任务",
  "task-recovered": "已找回 DashScope 任务",
  "task-appeared": "DashScope 任务出现",
  "task-observed": "已查询 DashScope 任务",
  "task-succeeded": "DashScope 任务成功",
  "task-failed": "DashScope 任务失败",
  "task-canceled": "DashScope 任务已取消",
  "files-archived": "文件已转存",
  "files-missing": "文件尚未转存",
  "files-expired": "文件已过期",
  "expiry-near": "链接即将过期",
  "account-paused": "账号已暂停",
  "account-resumed": "账号已恢复",
  "spend-limit-reached": "达到消费限额",
  "spend-limit-lifted": "消费限额解除",
  "tenant-limit-reached": "达到租户限额",
  "tenant-limit-lifted": "租户限额解除",
  "collection-blocked": "无法转存结果",
  "collection-unblocked": "转存恢复正常",
  "lane-closed": "通道已关闭",
  "lane-opened": "通道已开放",
  "deadline-exceeded": "超过截止时间",
  "cancel-requested": "请求取消",
  "cancel-confirmed": "取消已确认",
  "cancel-refused": "取消被拒绝",
};

/** What a generation waits for, in Chinese. */
export const REASON_NAMES: Readonly<Record<Reason, string>> = {
  slot: "名额",
  spending: "消费限额",
  tenant_limit: "租户限额",
  account: "账号被拒绝",
  paused: "已被暂停",
  worker: "没有工作进程",
  check: "尚未对账",
  backoff: "等待重试",
  collection: "结果无法保存",
};

/** The kinds of failures in Chinese. */
export const KIND_NAMES: Readonly<Record<FailureKind, string>> = {
  invalid_request: "请求无效",
  content_rejected: "内容审核未通过",
  media_rejected: "媒体不符合要求",
  media_unreachable: "媒体无法下载",
  rate_limited: "请求过于频繁",
  concurrency_limited: "超过并发限额",
  quota_exhausted: "额度用完",
  arrears: "欠费",
  authentication: "API Key 无效",
  access_denied: "没有访问权限",
  model_denied: "未开通该模型",
  configuration: "配置有误",
  provider_error: "DashScope 内部错误",
  network: "网络错误",
  unreadable: "响应无法解析",
  expired: "已过期",
  unresolved: "无法查清",
  storage: "无法写入归档",
  download: "无法下载结果",
  deadline_exceeded: "超过截止时间",
  unchecked: "尚未对账",
  spend_limit: "达到消费限额",
  tenant_limit: "达到租户限额",
};

/** What became of a webhook message, in Chinese. */
export const DELIVERY_NAMES: Readonly<Record<DeliveryState, string>> = {
  waiting: "尚未结束",
  pending: "等待投递",
  paused: "地址已暂停",
  delivered: "已送达",
  failed: "已放弃",
  skipped: "未订阅",
};

/** The stages of a worker in Chinese. */
export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  submit: "提交",
  poll: "查询",
  archive: "转存",
  notify: "通知",
};

/** The names of the details of an event in Chinese. */
export const DETAIL_NAMES: Readonly<Record<string, string>> = {
  attempt: "第几次提交",
  by: "操作人",
  cancel: "取消",
  charged: "是否计费",
  claimed_task: "人工指定的 DashScope 任务",
  error: "错误",
  expires_at: "链接过期时间",
  files: "文件数",
  late_task: "后来出现的 DashScope 任务",
  message: "说明",
  missing: "缺少的文件数",
  reason: "原因",
  refusal: "驳回原因",
  task_id: "DashScope 任务",
  task_status: "DashScope 任务状态",
  tenant: "租户",
  waiting: "等待原因",
};
