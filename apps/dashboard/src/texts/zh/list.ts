/** Texts of the list of generations. */
export const LIST = {
  "No generation matches.": "没有符合条件的生成任务。",
  "None of the newest ones matches.": "最近的生成任务中没有符合条件的。",
  "Older ones": "更早的",
  Id: "ID",
  "of a generation, task or batch": "任务或批次的 ID",
  Open: "打开",
  Batch: "批次",
  "Words of the prompt": "提示词关键字",
  Metadata: "元数据",
  Show: "筛选",
  "Show all": "显示全部",
  "Nothing found": "未找到",
  "There is no generation, no task and no batch with the id {id}. Metadata is searched in the field Metadata, as name=value.":
    "没有 ID 为 {id} 的生成任务、DashScope 任务或批次。元数据请在“元数据”一栏按 name=value 搜索。",
} as const;
