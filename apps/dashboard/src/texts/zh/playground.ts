/** Texts of the playground. */
export const PLAYGROUND = {
  "Show its form": "显示表单",
  "Who pays: it counts against the limits and budgets of this tenant.":
    "由谁付费：计入该租户的限额和预算。",
  input: "input（输入）",
  parameters: "parameters（参数）",
  "{field} (required)": "{field}（必填）",
  "Unit: {unit}.": "单位：{unit}。",
  "Default: {value}.": "默认值：{value}。",
  "JSON.": "JSON 格式。",
  "as by default": "使用默认值",
  "Model not found": "未找到该模型",
  "There is no such model in the regions of this installation.": "当前部署的地域中没有该模型。",
  "There is no tenant {tenant}.": "没有租户 {tenant}。",
  "Nothing was submitted: the price is another one now. Confirm it again.":
    "没有提交：价格已变化。请重新确认。",
  "Nothing was submitted: this quote was used before. Ask for the price again.":
    "没有提交：该报价已使用过。请重新询价。",

  Quote: "报价",
  "Ask for the price": "询价",
  "The price could not be read. Ask for it again; if that fails, reload the page.":
    "未能取得价格。请重新询价；如果仍然失败，请刷新页面。",
  "The request": "请求",
  "{field} is not JSON. Check its brackets, quotes and commas.":
    "{field} 不是 JSON。请检查其中的括号、引号和逗号。",
  "DashScope would refuse it, so it is not submitted:": "DashScope 会拒绝该请求，因此不会提交：",
  "Costs at most": "最高费用",
  "no worker runs": "没有 worker 在运行",
  "{account} {count} of {limit}": "{account} {count} / {limit}",
  "Left out: {fields}.": "已忽略：{fields}。",
  "Submit: the price is unknown": "提交：价格未知",
  "Submit: at most {price}": "提交：最多 {price}",
  "place {position} in the line of the tenant": "租户队列中第 {position} 位",
  "{place}; no estimate yet": "{place}；无法预计时间",
  "in about {half}, nine of ten within {most}; {place}": "约 {half}后，九成在 {most}内；{place}",
} as const;
