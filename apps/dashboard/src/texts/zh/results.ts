/** Texts about what a generation has made, and whom it was told. */
export const RESULTS = {
  "A paid result was lost": "一个已付费的结果丢失",
  "It cost {price}. Its links expired at {time}, before its files could be copied.":
    "费用 {price}。链接在 {time} 过期，文件未能及时转存。",
  "Nothing of it remains: DashScope deletes results when their links expire.":
    "没有留下任何文件：链接过期后 DashScope 会删除结果。",
  "{stored} of {count} files are in the archive and stay there. DashScope has deleted the others.":
    "{count} 个文件中有 {stored} 个已在归档中，会继续保留。其余的已被 DashScope 删除。",
  "To get it, generate it again, which is charged again.": "如需结果，请重新生成，会再次计费。",
  Result: "结果",
  "Result {n}": "结果 {n}",
  Results: "结果",
  "Download {name}": "下载 {name}",
  "{label} of {name}": "{name} 的 {label}",
  "The archive no longer has this file as it was stored. Restore it from a backup of the archive.":
    "归档中已没有与转存时一致的文件。请从归档的备份中恢复。",
  "The archive does not respond. Reload the page to try again.": "归档没有响应。请刷新页面重试。",
  "not generated, not charged: {error}": "未生成，未计费：{error}",
  "charged, but not in the archive: {error}": "已计费，但不在归档中：{error}",
  "File not found": "未找到文件",
  "There is no file with this name. Open the page of the generation, which lists its files.":
    "没有这个名称的文件。请打开生成任务的页面查看其文件列表。",
  "Archive unavailable": "归档不可用",
  "The archive cannot be read at the moment. Reload this page; if that does not help, see the dashboard's log.":
    "暂时无法读取归档。请刷新页面；如果仍然失败，查看控制台的日志。",

  "Webhook deliveries": "Webhook 投递记录",
  Attempt: "次数",
  Message: "消息",
  Answer: "响应",
  Next: "下次",
  "No attempt is kept.": "没有保留投递记录。",
  accepted: "已接收",
  failed: "失败",
  "Send again": "重新发送",
  "The message is being sent again to {host}. A new attempt appears below once a worker has sent it.":
    "正在重新发送消息到 {host}。worker 发送后，下方会出现新的投递记录。",
  "The message was sent again to {host}: see the latest attempt.":
    "消息已重新发送到 {host}，见最新的投递记录。",
  "Send again: the message of attempt {n}": "重新发送：第 {n} 次投递的消息",
  "Its endpoint failed several times in a row and is paused.": "该地址连续多次失败，已暂停。",
  "Repair the receiver, and send a message again: one that is accepted resumes it.":
    "修复接收端，然后重新发送一条消息：只要被接收，该地址就会恢复。",
  "Nothing was sent": "没有发送",
  "Redis has no generation with this id any more.": "Redis 中已没有这个 ID 的生成任务。",
  "No attempt with this number is kept. The page of the generation lists them.":
    "没有保留这个编号的投递记录。生成任务的页面列出了现有记录。",
  "The message of this attempt is no longer kept, because later ones replaced it.":
    "这次投递的消息已被后来的消息取代，不再保留。",
  "A message of this generation is already being sent again. Wait for that attempt.":
    "该生成任务的消息正在重新发送。请等待这次投递完成。",
  "after {attempts} attempts": "已投递 {attempts} 次",
  "webhook message given up": "webhook 消息已放弃",
  "webhook message waits: its endpoint is paused": "webhook 消息在等待：地址已暂停",
  "webhook message failed, and is sent again": "webhook 消息发送失败，将重试",
  "next at {time}": "下次 {time}",
  "not sent before {time}": "{time} 之前不会发送",

  "For a ticket at the provider's support": "用于向 DashScope 提交工单",
  "Create request without a known task: {sent}": "未找到对应 DashScope 任务的创建请求：{sent}",
  "Task that appeared later: {id}": "后来出现的 DashScope 任务：{id}",
  "Task that failed: {id}": "失败的 DashScope 任务：{id}",
  "Create request: {sent}": "创建请求：{sent}",
  "Task: {id} ({status})": "DashScope 任务：{id}（{status}）",
  "Error: {error}": "错误：{error}",
  "Model: {model}": "模型：{model}",
  "{time} to {host}, account {account}": "{time}，发往 {host}，账号 {account}",
} as const;
