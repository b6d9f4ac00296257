/** Texts of what operators do with a generation, and of resolving a lost create request. */
export const ACTIONS = {
  Actions: "操作",
  "Cancel: free": "取消：不产生费用",
  "Cancel if no task has started": "取消（仅当 DashScope 任务尚未开始）",
  "Free without a task. A task that has started runs, and is charged if it succeeds.":
    "没有 DashScope 任务则不产生费用。已开始的 DashScope 任务会继续执行，成功后计费。",
  "Cancel if the task has not started": "取消（仅当该 DashScope 任务尚未开始）",
  "Cancel: free while the task is pending": "取消：DashScope 任务尚未开始时不产生费用",
  "A task that has started runs, and is charged if it succeeds. {price}":
    "已开始的 DashScope 任务会继续执行，成功后计费。{price}",
  "It cannot be canceled: the task runs, and is charged if it succeeds. {price}":
    "不能取消：DashScope 任务正在执行，成功后计费。{price}",
  "{text}. {why}": "{text}。{why}",
  "Poll now: free": "立即查询：不产生费用",
  "It cannot be done now: no worker takes its job.": "目前无法执行：没有 worker 接它的作业。",
  "It cannot be done now: its queue is paused.": "目前无法执行：它的队列已暂停。",
  "Copy the files now: free": "立即转存文件：不产生费用",
  "It cannot be generated again: the model {retirement}.":
    "不能重新生成：该模型已下线（{retirement}）。",
  "Generate again: the price is unknown": "重新生成：价格未知",
  "Generate again: at most {price}": "重新生成：最多 {price}",
  "A new generation with the same request. It is charged if it succeeds, whatever this one has cost.":
    "用同样的请求新建一个生成任务，成功后计费，与本任务是否计费无关。",
  "The price of the model is unknown.": "该模型的价格未知。",
  "It costs at most {price}.": "最多 {price}。",

  "Nothing was changed": "没有更改",
  "The generation is {status} by now, so there is nothing to do.":
    "该生成任务的状态已是 {status}，无需操作。",
  "The generation has not ended: its own result may still come.":
    "该生成任务尚未结束，仍可能得到结果。",
  "The form was used before. Reload the page, and try again.":
    "这个表单已经提交过。请刷新页面后重试。",
  "The tenant of this generation": "该生成任务的租户",
  "The tenant {tenant}": "租户 {tenant} ",
  "{name} is disabled. Enable it, or choose another one.":
    "{name}已停用。请启用它，或选择其他租户。",
  "{name} may not use the model {model}. Add it to the limit models of the tenant.":
    "{name}不能使用模型 {model}。请把它加入该租户的 models 限额。",
  "{name} has {limit} queued generations, as many as its limit max_queued allows. Wait until one is submitted, or raise the limit.":
    "{name}已有 {limit} 个排队中的生成任务，达到 max_queued 限额。请等待其中之一提交，或提高限额。",
  "{name} has submitted {limit} generations within a minute, as many as its limit submits_per_minute allows. Repeat this in {seconds} s.":
    "{name}一分钟内已提交 {limit} 个生成任务，达到 submits_per_minute 限额。请在 {seconds} 秒后重试。",

  "The search for its task": "查找 DashScope 任务",
  "DashScope's list showed no task of it for the first time at {time}. A second such list proves that there is none.":
    "DashScope 的任务列表在 {time} 首次显示没有对应的任务。再查一次仍没有，即可证明 DashScope 任务不存在。",
  "The search for its task, until {time}": "DashScope 任务的查找过程（截至 {time}）",
  "The history below says what settled it.": "最终如何查清，见下方的历史。",
  "Looked at": "查找时间",
  "Next look": "下次查找",
  "No worker has looked for it yet.": "还没有 worker 查找过。",
  "Tasks that may be its own": "可能属于它的 DashScope 任务",
  Resolve: "确认结果",
  "None was listed so far.": "列表中暂未发现。",
  "{by} has stated that no task was created.": "{by} 确认：没有创建 DashScope 任务。",
  "{by} has stated that its task is {task}.": "{by} 确认：DashScope 任务是 {task}。",
  "No worker has checked it yet.": "还没有 worker 核实。",
  "Refused: {reason}": "已驳回：{reason}",
  "It is this one…": "就是这个…",
  "It is this one…: the task {task}": "就是这个…：DashScope 任务 {task}",
  "DashScope's task list could not be read even once since {time}, so it is not known whether a task exists. The results below name the errors.":
    "自 {time} 起一直无法读取 DashScope 的任务列表，因此不能据此判断任务是否存在。具体错误见下方的结果。",
  "Not known: the list was not read yet.": "未知：尚未读取任务列表。",
  "Not known: the list could not be read.": "未知：无法读取任务列表。",
  "Each of these two buttons first shows what it would do.":
    "下面的按钮会先显示预览，确认后才执行。",
  "Task id": "DashScope 任务 ID",
  "It is this task…": "就是这个 DashScope 任务…",
  "No task was created…": "没有创建 DashScope 任务…",

  "an unknown price": "价格未知",
  "at most {price}": "最多 {price}",
  "It is the task {task}": "确认：DashScope 任务是 {task}",
  "A worker queries the task on the account {account}: it has to exist, with the same model and, once DashScope shows it, the same prompt.":
    "worker 用账号 {account} 查询该 DashScope 任务：它必须存在，模型相同；如果 DashScope 已返回提示词，提示词也必须相同。",
  "If so, the generation continues with this task as running. No create request is sent. When the task succeeds, it is charged: {price}.":
    "如果符合，生成任务以该 DashScope 任务继续，状态变为 running，不会再发送创建请求。成功后计费：{price}。",
  "The task belongs to another generation already.": "该 DashScope 任务已属于另一个生成任务：",
  "The lost create request": "响应丢失的创建请求",
  Sent: "发送时间",
  "No task was created": "确认：没有创建 DashScope 任务",
  "A worker reads the task list of the account {account}. A task there that may be this one contradicts.":
    "worker 读取账号 {account} 的任务列表。如果其中有可能对应的任务，则与确认的结果矛盾。",
  "The task list could not be read since {time}. What you state is kept, and checked as soon as the list can be read.":
    "自 {time} 起一直无法读取任务列表。确认会一直保留，列表可以读取后再核实。",
  "If there is none, the generation is canceled, as was requested. Nothing is charged.":
    "如果没有，生成任务按之前的要求取消，不计费。",
  "If there is none, the generation waits for a slot again, and then another create request is sent. It is charged when its task succeeds: {price}.":
    "如果没有，生成任务重新等待名额，然后再次发送创建请求。DashScope 任务成功后计费：{price}。",
  "If a task exists that the list does not show, both are charged.":
    "如果 DashScope 任务存在而列表没有显示，两个 DashScope 任务都会计费。",
  "If DashScope contradicts, nothing changes: the generation stays uncertain, and its page shows the reason.":
    "如果与 DashScope 的记录矛盾，则不做任何更改：生成任务保持 uncertain，页面会显示原因。",
  "What this would do with this generation:": "将对以下生成任务执行：",
  "It would be refused.": "该操作会被拒绝。",
  "Back without a change": "返回，不做更改",
  "State this, and let a worker check it": "确认（由 worker 核实）",
  "The generation is {status}: there is nothing to resolve.":
    "该生成任务的状态是 {status}，无需确认结果。",
  "What was stated was not accepted:": "确认的结果与实际不符，未被采纳：",
  "Back to the generation": "返回该生成任务",
  "Nothing to resolve": "无需确认结果",
  Refused: "已驳回",
  "Not checked yet": "尚未核实",
  "This could not be checked at DashScope in time. It is kept, and takes effect once it is checked. The page of the generation says whether DashScope's task list could be read; the page of workers, whether one runs.":
    "未能及时向 DashScope 核实。确认已保留，核实后生效。能否读取 DashScope 的任务列表，见该生成任务的页面；是否有 worker 在运行，见 Worker 页面。",
} as const;
