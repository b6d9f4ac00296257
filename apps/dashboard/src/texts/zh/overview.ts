/** Texts of the overview. */
export const OVERVIEW = {
  "What needs attention": "需要处理",
  "Nothing: every account and every queue works.": "暂无：所有账号和队列都正常。",
  "What to do: {advice}": "处理方法：{advice}",
  "No worker is running": "没有 worker 在运行",
  "No worker has reported within the last 20 seconds, and generations wait.":
    "最近 20 秒内没有 worker 上报状态，而有生成任务在等待。",
  "Start a worker, and read the end of its log if it stops again.":
    "启动一个 worker。如果它再次退出，查看其日志末尾。",
  "The worker on {host} is drained by {by}": "{host} 上的 worker 已被 {by} 排空",
  "It finishes what it does and takes nothing new. Other workers take over.":
    "它会完成手头的作业，不再接新作业。其他 worker 会接手。",
  "It finishes what it does and takes nothing new. No other worker takes over.":
    "它会完成手头的作业，不再接新作业，也没有其他 worker 接手。",
  "Resume it, or start another worker before you stop its process.":
    "恢复它；如果要停止它的进程，请先启动另一个 worker。",
  "No worker takes work": "没有 worker 在接作业",
  "No worker takes work of these stages: {stages}": "没有 worker 接这些阶段的作业：{stages}",
  "No worker that runs has them.": "运行中的 worker 都不负责这些阶段。",
  "Those that run are drained.": "运行中的 worker 都已排空。",
  "1 generation stands still.": "1 个生成任务停滞。",
  "{count} generations stand still.": "{count} 个生成任务停滞。",
  "Start another worker, or resume one that is drained.":
    "启动另一个 worker，或恢复一个已排空的 worker。",
  "no worker": "没有 worker",
  "DashScope's task list of the account {account} cannot be read":
    "无法读取账号 {account} 的 DashScope 任务列表",
  "Until it can, lost answers are not settled, and no model is submitted that has to be compared first.":
    "在恢复之前，丢失的响应无法查清，需要先对账的模型也不会提交。",
  "Last tried at {time}.": "最近一次尝试：{time}。",
  "Wait: it is tried again. Look for a task in DashScope's console meanwhile, and ask its support if this lasts.":
    "请等待，系统会自动重试。其间可在 DashScope 控制台查找任务；如果一直没有恢复，请联系 DashScope 支持。",
  "Check the API key and the region of the account: DashScope refuses the list.":
    "检查该账号的 API Key 和地域：DashScope 拒绝返回列表。",
  "Stop its process, or resume it.": "停止它的进程，或者恢复它。",
  "Nothing is submitted": "已停止提交",
  "Nothing is submitted to {account}": "已停止向账号 {account} 提交",
  "Results of {account} cannot be downloaded: nothing is submitted to it":
    "无法下载账号 {account} 的结果，已停止向它提交",
  "Results cannot be downloaded: nothing is submitted": "无法下载结果，已停止提交",
  "The archive is full: nothing is submitted": "归档空间已满，已停止提交",
  "The archive cannot be written: nothing is submitted": "无法写入归档，已停止提交",
  "DashScope refuses the account {name}": "DashScope 拒绝账号 {name}",
  "Account {name} is in arrears: DashScope refuses it": "账号 {name} 欠费，DashScope 拒绝提交",
  "The API key of the account {name} is not valid: DashScope refuses it":
    "账号 {name} 的 API Key 无效，DashScope 拒绝提交",
  "Account {name} has no access to Model Studio: DashScope refuses it":
    "账号 {name} 没有百炼的访问权限，DashScope 拒绝提交",
  "The quota of the account {name} is used up: DashScope refuses it":
    "账号 {name} 的额度已用完，DashScope 拒绝提交",
  "The free quota of {model} is used up on the account {account}":
    "账号 {account} 的 {model} 的免费额度已用完",
  "{model} is not activated on the account {account}": "账号 {account} 未开通 {model}",
  "DashScope has no model {model} for the account {account}":
    "DashScope 没有模型 {model} 可供账号 {account} 使用",
  "{model} waits for room in the spending limit": "{model} 因消费限额而等待",
  "Generations of {model} wait for room in a limit of their tenant":
    "{model} 的生成任务因租户限额而等待",
  "Account {account} is paused by {setBy}": "账号 {account} 已被 {setBy} 暂停",
  "The model {model} on {account} is paused by {setBy}":
    "账号 {account} 的模型 {model} 已被 {setBy} 暂停",
  "Its limit of tasks in flight was set to 0. Nothing more is submitted.":
    "执行中的 DashScope 任务数限额被设为 0，不会再提交。",
  "Resume it when the reason for the pause is gone.": "暂停的原因消除后，请恢复。",
  "The limit of before then holds again: {inFlight} in flight, {pace} create requests a second.":
    "恢复后，暂停前的限额重新生效：执行中最多 {inFlight} 个，每秒最多 {pace} 个创建请求。",
  "The queue of {model} is paused": "{model} 的队列已暂停",
  "1 generation waits, and nothing is charged for it.": "有 1 个生成任务在等待，等待不计费。",
  "{count} generations wait, and nothing is charged for them.":
    "有 {count} 个生成任务在等待，等待不计费。",
  "Resume the queue.": "恢复该队列。",
  "The queue {queue} is paused": "队列 {queue} 已暂停",
  "An operator has paused it.": "运维人员暂停了该队列。",
  "{by} has paused it.": "{by} 暂停了该队列。",
  "No failed task gets another attempt.": "失败的 DashScope 任务不会再次尝试。",
  "Nobody notices that a task has ended, and no result is fetched.":
    "无法得知 DashScope 任务是否已结束，也不会取回结果。",
  "No paid result is copied.": "已付费的结果不会转存。",
  "No webhook message is sent.": "不会发送 webhook 消息。",
  "1 job waits.": "有 1 个作业在等待。",
  "{count} jobs wait.": "有 {count} 个作业在等待。",
  "The first link of a paid result expires at {time}.": "最早的已付费结果链接将于 {time} 过期。",
  "The first paid result may be lost from {time} on.": "从 {time} 起，最早的已付费结果可能丢失。",
  "Resume: {name}": "恢复：{name}",
  "Since {time}": "开始于 {time}",
  Guide: "指南",
  "There is no queue with this name.": "没有这个名称的队列。",
  "Next try: {time}": "下次尝试：{time}",
  "{advice} Submission then resumes by itself.": "{advice}之后会自动恢复提交。",
  "No generation of {model} is submitted": "{model} 的生成任务没有提交",
  "{model} is not submitted until its tasks are compared": "{model} 对账完成前不提交",
  "compared at {time} at the earliest": "最早于 {time} 对账",
  "Webhooks of the tenant {tenant} to {origin} fail": "租户 {tenant} 发往 {origin} 的 webhook 失败",
  "The last attempt failed: {error}": "最近一次尝试失败：{error}",
  "{failures} attempts in a row failed, the last with: {error}":
    "已连续 {failures} 次尝试失败，最近一次的原因：{error}",
  "{why}. {waiting}.": "{why}。{waiting}。",
  "Send all that wait now…": "立即发送所有等待中的消息…",
  "1 webhook message waits for its next attempt": "1 条 webhook 消息等待重试",
  "{count} webhook messages wait for their next attempt": "{count} 条 webhook 消息等待重试",
  "An attempt failed, or the endpoint is paused.": "某次投递失败，或地址已暂停。",
  "Repair the receiver. What waits is then sent automatically, or at once if you ask.":
    "修复接收端。之后等待中的消息会自动发送，也可以立即发送。",
  "1 webhook message was given up": "1 条 webhook 消息已放弃",
  "{count} webhook messages were given up": "{count} 条 webhook 消息已放弃",
  "What a receiver does not accept in time is not repeated any more.":
    "接收端没有及时接受的消息不会再自动重试。",
  "Repair the receiver, and send again what was given up.":
    "修复接收端，然后重新发送已放弃的消息。",
  "A paid result was lost: {id}": "一个已付费的结果丢失：{id}",
  "Its links expired before its files could be copied. It is shown here for a week.":
    "链接过期前文件未能转存。此提示显示一周。",
  "See on its page what remains, and whether its caller needs another one.":
    "在其页面查看保留了什么，以及调用方是否需要重新生成。",
  "Send all again…": "全部重新发送…",
  "1 paid result waits to be copied ({amounts}).": "有 1 个已付费的结果等待转存（{amounts}）。",
  "{count} paid results wait to be copied ({amounts}).":
    "有 {count} 个已付费的结果等待转存（{amounts}）。",
  "at least {amounts}": "至少 {amounts}",
  "Copy all waiting results now…": "立即转存所有等待中的结果…",
  "1 generation is uncertain": "1 个生成任务结果未明（uncertain）",
  "{count} generations are uncertain": "{count} 个生成任务结果未明（uncertain）",
  "The answer to a create request was lost, and a task may exist.":
    "创建请求的响应丢失，可能已有 DashScope 任务。",
  "The first was sent at {time}.": "最早的一个发送于 {time}。",
  "The first was sent at {time}. At most {amounts} are at risk.":
    "最早的一个发送于 {time}。最多有 {amounts} 待定。",
  "Do not submit them again. Most are settled within minutes, if DashScope's task list can be read. Resolve the others on their pages.":
    "不要重新提交。只要能读取 DashScope 的任务列表，多数会在几分钟内自动查清。其余的请在各自的页面上人工确认结果。",
  Accounts: "账号",
  Host: "主机",
  "Queries a second": "每秒查询数",
  good: "正常",
  paused: "已暂停",
  "DashScope refuses it for {time}: {kind}.": "DashScope 拒绝该账号，已持续 {time}：{kind}。",
  "No worker is running.": "没有 worker 在运行。",
  "In flight": "执行中",
  "Slots taken": "占用名额",
  Waiting: "等待中",
  Oldest: "最长等待",
  "Line clears": "预计排完",
  "in about {time}": "约 {time}后",
  "shares the slots of {group}": "与 {group} 共用名额",
  running: "运行中",
  "Nothing waits, and nothing is in flight.": "没有等待中或执行中的生成任务。",
  worker: "worker 数",
  workers: "worker 数",
  "at risk since earlier days": "可能已计费（此前几天）",
  "price unknown": "价格未知",
  "{count} generations": "{count} 个生成任务",
  "Money today (UTC)": "今日费用（UTC）",
  Amount: "金额",
  "Costs by day": "每日费用",
  "{used} of at most {amount} {currency} a day": "每日限额 {amount} {currency}，已用 {used}",
  "{used} of at most {amount} {currency} a day on the account {account}":
    "账号 {account} 的每日限额 {amount} {currency}，已用 {used}",
  "Ended in the last day": "最近 24 小时已解除的告警",
  Alarm: "告警",
  From: "开始",
  Until: "结束",
  "What people paused and resumed:": "人工暂停和恢复的记录见",
  "Generations were uncertain, because answers were lost. They are settled.":
    "曾有生成任务因响应丢失而结果未明（uncertain），现已查清。",
  "DashScope refused the account {name}: {why}": "DashScope 曾拒绝账号 {name}：{why}",
  "DashScope refused the model {model} of the account {account}: {why}":
    "DashScope 曾拒绝模型 {model}（账号 {account}）：{why}",
  "Nothing was submitted: {why}": "曾停止提交：{why}",
  "Nothing was submitted to {account}: {why}": "曾停止向账号 {account} 提交：{why}",
  "Webhooks of the tenant {tenant} to {origin} failed":
    "租户 {tenant} 发往 {origin} 的 webhook 曾失败",
  Storage: "存储",
  Archive: "归档",
  "not good": "异常",
  "Workers can write to it.": "worker 可以写入。",
  "Acknowledged writes are on the disk of Redis (fsync).":
    "已确认的写入都已写入 Redis 的磁盘（fsync）。",
  "Acknowledged writes are on the disk of Redis (waitaof).":
    "已确认的写入都已写入 Redis 的磁盘（waitaof）。",
  "Acknowledged writes are also on a replica (replica).":
    "已确认的写入同时保存在 Redis 副本上（replica）。",
  "Redis does not tell whether acknowledged writes are on its disk (unverified).":
    "Redis 没有说明已确认的写入是否已落盘（unverified）。",
  "Redis may lose acknowledged writes when it stops (none).":
    "Redis 停止时可能丢失已确认的写入（none）。",
  "{used} in use.": "已使用 {used}。",
  "{used} of {limit} in use.": "已使用 {used} / {limit}。",
} as const;
