/** Texts of the list of generations. */
export const LIST = {
  "No generation matches.": "没有符合条件的生成任务。",
  "None of the newest ones matches.": "最近的生成任务中没有符合条件的。",
  "Older ones": "更早的",
  Id: "ID",
  "of a generation, task or batch": "生成任务、DashScope 任务或批次的 ID",
  "{time} ago": "{time}前",
  "waits: {reason}": "等待：{reason}",
  Open: "打开",
  Batch: "批次",
  "Words of the prompt": "提示词关键字",
  Metadata: "元数据",
  Show: "筛选",
  "Show all": "显示全部",
  "Webhook message": "Webhook 消息",
  any: "不限",
  "last hour": "最近 1 小时",
  "last 24 hours": "最近 24 小时",
  "last 7 days": "最近 7 天",
  "Created after (UTC)": "创建时间晚于（UTC）",
  "Created before (UTC)": "创建时间早于（UTC）",
  "“{value}” is not a period. Choose from {choices}.": "“{value}”不是时间段。可选：{choices}。",
  "“{value}” is not a time. Write one such as 2026-11-27T08:00, which is UTC.":
    "“{value}”不是时间。请写成 2026-11-27T08:00 这样的形式，按 UTC 计算。",
  "given up": "已放弃",
  "failed, and is sent again": "发送失败，将重试",
  "“{value}” is not a status. Choose from {choices}.": "“{value}”不是状态。可选的状态：{choices}。",
  "“{value}” is not a state of a webhook message. Choose failed or pending.":
    "“{value}”不是 webhook 消息的状态。可选：failed 或 pending。",
  "“{value}” is not metadata. Write name=value, and separate several by commas.":
    "“{value}”不是元数据。请写成 name=value，多个之间用逗号分隔。",
  "“{value}” is not the id of a batch.": "“{value}”不是批次的 ID。",
  "“{value}” is not the id of a generation.": "“{value}”不是生成任务的 ID。",
  "{name} may be given only once.": "{name} 只能指定一次。",
  "“{name}” is not a filter. Did you mean {meant}?": "“{name}”不是筛选条件。您是指 {meant} 吗？",
  "“{name}” is not a filter. Choose from {choices}.":
    "“{name}”不是筛选条件。可选的筛选条件：{choices}。",
  Filter: "筛选条件",
  "{name}: {value}": "{name}：{value}",
  "Remove {what}": "移除 {what}",
  "Nothing found": "未找到",
  "There is no generation, no task and no batch with the id {id}. Metadata is searched in the field Metadata, as name=value.":
    "没有 ID 为 {id} 的生成任务、DashScope 任务或批次。元数据请在“元数据”一栏按 name=value 搜索。",
} as const;

/** Texts of what operators do with all generations of a list. */
export const BULK = {
  "To do something with many at once, narrow the list, for example to a status.":
    "要批量操作，请先筛选列表，例如按状态筛选。",
  "With all that match, also on the other pages": "对所有符合条件的生成任务（包括其他页）",
  "Preview…": "预览…",
  "All that match:": "条件：",
  "For all that match: {action}": "批量操作：{action}",
  "To the generations": "查看生成任务",
  "Send webhook messages again": "重新发送 webhook 消息",
  "Sends the message about the end of each that has failed: once more if it was given up, and now if it waits for its next attempt or for a paused endpoint. The others are left out.":
    "发送失败的终态通知：已放弃的再发送一次，等待重试或地址已暂停的立即发送。其他的跳过。",
  "Copy waiting results now": "立即转存等待中的结果",
  "Copies the files of each that is archiving now, and not when its next try is due. Nothing is charged for it.":
    "立即转存处于 archiving 状态的文件，而不是等到下次重试。不产生费用。",
  "Cancels each that has not ended, as far as DashScope allows it. What is queued costs nothing; a task that runs is charged if it succeeds.":
    "取消尚未结束的生成任务（在 DashScope 允许的范围内）。排队中的不产生费用，正在执行的 DashScope 任务成功后计费。",
  "Submits the request of each that has ended as a new generation, which is charged again.":
    "把每个已结束的生成任务的请求作为新的生成任务重新提交，会再次计费。",
  "Generate again": "重新生成",
  "Send {count} again: free": "重新发送 {count} 条：不产生费用",
  "Copy {count} now: free": "立即转存 {count} 个：不产生费用",
  "Cancel {count}": "取消 {count} 个",
  "Generate {count} again: {price}": "重新生成 {count} 个：{price}",
  "{count} at an unknown price": "{count} 个价格未知",
  Count: "数量",
  "There is nothing to do: no generation of this list is in a state for it.":
    "无需操作：列表中没有处于相应状态的生成任务。",
  "There is more to do now, or it costs more, than the page has shown. Look at it again.":
    "现在的数量或费用超过了页面显示的内容。请重新查看。",
  "Too many bulk operations of a tenant have not finished. Wait for one, or stop it.":
    "某个租户未完成的批量操作过多。请等待其中之一完成，或停止它。",
  "There is nothing to do any more.": "已经没有需要操作的生成任务。",
  "Too many generations match. Narrow the list.": "符合条件的生成任务过多。请缩小筛选范围。",
  "Narrow the list first, for example to a status, and choose an action there.":
    "请先筛选列表，例如按状态筛选，再选择操作。",
  "There is no bulk operation with this id any more.": "已经没有这个 ID 的批量操作。",
  "Bulk operations": "批量操作",
  "Left out": "跳过",
  "Its files are copied already, or it has none to copy.": "文件已转存，或没有可转存的文件。",
  "It had ended, or no longer exists.": "已经结束，或已不存在。",
  "It has not ended, or no longer exists.": "尚未结束，或已不存在。",
  "Its message was sent meanwhile, or is no longer kept.": "消息已发送，或已不再保留。",
  Done: "完成",
  Failed: "失败",
  Delete: "删除",
  Stop: "停止",
  "None runs.": "没有正在进行的批量操作。",
  "They run in the background. What was done stays done.": "在后台执行。已完成的部分不会撤销。",
  "waits: its tenant is at its limit of queued generations": "等待：租户已达到排队数限额",
  "waits: its tenant is at its limit of submissions a minute": "等待：租户已达到每分钟提交数限额",
  "waits: its tenant is disabled": "等待：租户已停用",
  "waits after an error, and tries again": "出错后等待重试",
  stopped: "已停止",
  finished: "已结束",
  "is being stopped": "正在停止",
  begins: "即将开始",
  runs: "进行中",
} as const;
