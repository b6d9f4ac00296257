/** Texts of every page, of the login, and of several rooms. */
export const FRAME = {
  Overview: "概览",
  Generations: "生成任务",
  Playground: "在线生成",
  Costs: "费用",
  Tenants: "租户",
  Limits: "限额",
  Queues: "队列",
  "Audit log": "审计日志",
  Guides: "文档",

  "{count} ms": "{count} 毫秒",
  "{count} s": "{count} 秒",
  "{count} min": "{count} 分钟",
  "{count} h": "{count} 小时",
  "{count} d": "{count} 天",
  "in {time}": "{time}后",
  "within seconds": "几秒内",
  "last refused {time} ago": "上次被拒绝：{time}前",
  "{next} ({ago})": "{next}（{ago}）",
  "Try now": "立即尝试",
  "Try now: {name}": "立即尝试：{name}",
  "{time} ({beijing} in Beijing)": "{time}（北京时间 {beijing}）",
  "{count} of {limit}": "{count} / {limit}",

  "Log in with DASHBOARD_USER and DASHBOARD_PASSWORD, or as one of DASHBOARD_USERS.":
    "请用 DASHBOARD_USER 和 DASHBOARD_PASSWORD 登录，或用 DASHBOARD_USERS 中的账号登录。",
  "Too many wrong logins from this address. Try again in {count} s.":
    "该地址登录失败次数过多，请在 {count} 秒后重试。",
  "Not allowed": "没有权限",
  "Back to: {name}": "返回：{name}",
  "{name} has the role {role}, and this needs the role {needed}. Ask an administrator to change DASHBOARD_USERS.":
    "{name} 的角色是 {role}，此操作需要 {needed} 角色。请联系管理员修改 DASHBOARD_USERS。",
  "Page not found": "未找到页面",
  "There is no page at {path}. The links above lead to all pages.":
    "没有页面 {path}。上方的链接可以打开所有页面。",
  "Redis unavailable": "Redis 不可用",
  "Redis is not responding. No data is lost; this page reloads automatically.":
    "Redis 没有响应。数据不会丢失，页面会自动刷新。",

  "Choose…": "请选择…",
  Account: "账号",
  Model: "模型",
  Models: "模型",
  Tenant: "租户",
  Status: "状态",
  State: "状态",
  Action: "操作",
  "What to do": "处理方法",
  settled: "已结算",
  held: "冻结",
  "at risk": "可能已计费",
  "Nothing was spent.": "没有费用。",
  "The address is wrong": "网址有误",
  "“{name}” is not a parameter of this page. Did you mean {meant}?":
    "“{name}”不是此页面的参数。您是指 {meant} 吗？",
  "“{name}” is not a parameter of this page. It takes none.":
    "“{name}”不是此页面的参数。此页面没有参数。",
  "“{name}” is not a parameter of this page. It takes {choices}.":
    "“{name}”不是此页面的参数。可用的参数：{choices}。",
  "{name} must be a whole number from 0 to {most}, not “{value}”.":
    "{name} 必须是 0 到 {most} 之间的整数，而不是“{value}”。",
} as const;
