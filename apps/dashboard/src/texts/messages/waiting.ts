import type { OwnMessage } from "./own-message.ts";

/** What holds up a generation that waits. */
export const WAITING: readonly OwnMessage[] = [
  [
    /^its tenant's max_in_flight of 0 lets nothing run$/,
    "租户的 max_in_flight 为 0，不会执行任何任务",
  ],
  [
    /^its tenant has as many tasks in flight as its max_in_flight of (\d+) allows$/,
    "租户执行中的任务数已达到 max_in_flight 限额（$1）",
  ],
  [
    /^its tenant's (\w+) of (\S+ \w+) leaves no room for it; it resets at (\S+)$/,
    "租户的 $1 限额（$2）余额不足，将于 $3 重置",
  ],
  [
    /^nothing bounds what it may cost, so its tenant's (\w+) of (\S+ \w+) could be exceeded; .+$/,
    "费用没有上限，可能超出租户的 $1 限额（$2）；管理员可以在租户的限额中设置 allow_unbounded_cost",
  ],
  [
    /^it may cost more than the whole of its tenant's (\w+) of (\S+ \w+)$/,
    "费用可能超过租户的整个 $1 限额（$2）",
  ],
  [
    /^DAILY_SPEND_LIMIT is reached for today; .+$/,
    "今天的 DAILY_SPEND_LIMIT 已用完，UTC 零点后恢复提交",
  ],
  [
    /^nothing bounds what it may cost, so DAILY_SPEND_LIMIT could be exceeded; .+$/,
    "费用没有上限，可能超出 DAILY_SPEND_LIMIT；如仍要提交，请设置 ALLOW_UNBOUNDED_COST=true",
  ],
  [
    /^it may cost more than DAILY_SPEND_LIMIT allows on any day(; .+)?$/,
    "费用可能超过任何一天的 DAILY_SPEND_LIMIT；如仍要提交，请提高该限额",
  ],
  [
    /^was not submitted within its max_queue_seconds of ([\d.]+) s$/,
    "在 max_queue_seconds（$1 秒）内没有提交",
  ],
  [/^the provider refuses the model on this account$/, "DashScope 拒绝该账号使用该模型"],
];

/** Why a lane is closed, and what is unknown of a create request or a task. */
export const LOST: readonly OwnMessage[] = [
  [/^the provider's tasks cannot be listed: (.+)$/s, "无法读取 DashScope 的任务列表：{1}"],
  [/^the provider answered "(.+)"$/s, "DashScope 返回“$1”"],
  [/^the provider's task list is incomplete$/, "DashScope 的任务列表不完整"],
  [
    /^the list omits task (\S+), which the provider created for us$/,
    "列表中缺少 DashScope 为我们创建的任务 $1",
  ],
  [
    /^Redis was empty when dashqueue first used it, at (\S+): .+, not before (\S+), when .+$/,
    "dashqueue 在 $1 首次使用 Redis 时，其中没有数据：每个模型首次提交前，先把 DashScope 的任务与记录对账；列表要到 $2 才完整，在此之前不提交",
  ],
  [
    /^Redis was emptied while it was in use, as seen at (\S+): .+, not before (\S+), when .+$/,
    "Redis 在使用中被清空（$1 发现）：每个模型再次提交前，先把 DashScope 的任务与记录对账；列表要到 $2 才完整，在此之前不提交",
  ],
  [
    /^Redis restarted at (\S+): .+, not before (\S+), when .+$/,
    "Redis 重启过（$1）：每个模型再次提交前，先把 DashScope 的任务与记录对账；列表要到 $2 才完整，在此之前不提交",
  ],
  // As workers of version 2026-11-23 say it.
  [
    /^Redis is empty: waiting (\d+) s until .+$/,
    "Redis 是空的：等待 $1 秒，直到 DashScope 的列表显示 Redis 可能丢失的所有任务",
  ],
  [
    /^Redis restarted: waiting (\d+) s until .+$/,
    "Redis 重启过：等待 $1 秒，直到 DashScope 的列表显示 Redis 可能丢失的所有任务",
  ],
  [
    /^unowned tasks may belong to waiting generations, but cannot be identified yet: ([^.]+)\. .+$/s,
    "有未归属的任务可能属于等待中的生成任务，但还不能确认：$1。它们可能会计费，因此在确认之前不提交任何任务。如果它们属于其他系统，请运行 `npm run recover -- --disown`。",
  ],
  [
    /^the worker stopped before it recorded the answer to the create request$/,
    "worker 在记录创建请求的响应之前停止了",
  ],
  [
    /^the provider has deleted the task, and its outcome was never read$/,
    "DashScope 已删除该任务，没有读取到结果",
  ],
  [/^the record was (?:lost|deleted)$/, "记录已丢失或已删除"],
  [
    /^the record was deleted while its create request was in flight$/,
    "创建请求发送期间，记录被删除了",
  ],
];

/** A request that failed, in the words of our client. */
export const REQUESTS: readonly OwnMessage[] = [
  [/^no response within (\d+) ms$/, "$1 毫秒内没有响应"],
  [/^the request was aborted before it was sent$/, "请求在发送之前已中止"],
  [/^the worker is closing$/, "worker 正在关闭"],
  [
    /^the account is no longer configured: .+$/,
    "账号已不在配置中：请把它重新加入 DASHSCOPE_ACCOUNTS",
  ],
  [/^the model (\S+) is not in this client's catalog$/, "模型 $1 不在此版本的模型目录中"],
  [/^the provider returned status (\d+)$/, "DashScope 返回状态码 $1"],
  [
    /^the provider returned status (\d+) with a body that is not a DashScope response$/,
    "DashScope 返回状态码 $1，响应体不是 DashScope 的格式",
  ],
  [/^the provider gave no reason for the failure( of the task)?$/, "DashScope 没有说明失败的原因"],
  [
    /^the file has (\d+) bytes, more than the provider's limit of (\d+) MB$/,
    "文件有 $1 字节，超过 DashScope 的上限 $2 MB",
  ],
  [/^the upload host returned status (\d+)$/, "上传主机返回状态码 $1"],
  [/^the upload (\S+) no longer exists: .+$/, "上传文件 $1 已不存在：请重新上传"],
  [
    /^(\S+) is in the storage of one account, and several are configured: .+$/,
    "$1 存放在某一个账号的存储中，而配置了多个账号：请把文件发送到 POST /v1/uploads，或以本网关为 base URL 上传",
  ],
];
