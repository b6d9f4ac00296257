/** Texts of the page of the costs. */
export const COSTS = {
  "Costs of the last {days} days": "最近 {days} 天的费用",
  "By the UTC day on which the create request was sent. Held and at-risk amounts are the highest possible; what is settled was charged.":
    "按发送创建请求的 UTC 日期统计。冻结和可能已计费的金额是最高可能值；已结算的金额已经计费。",
  "By day": "按日",
  "By model": "按模型",
  "By account": "按账号",
  "By tenant": "按租户",
  Day: "日期",
  Currency: "币种",
  Settled: "已结算",
  Held: "冻结",
  "At risk": "可能已计费",
  Total: "合计",
  "All amounts": "全部金额",
  "The price of {count} more generations is not known.": "另有 {count} 个生成任务的价格未知。",
  "Most on {day}: {amount}. In all: {total}.": "最高的一天是 {day}：{amount}。合计：{total}。",
  "The table below has {count} more.": "下表中还有 {count} 项。",
  "{name}: {amount}": "{name}：{amount}",
  "{name}: {amount} ({parts})": "{name}：{amount}（{parts}）",
} as const;
