import type { OwnMessage } from "./own-message.ts";

/** What is wrong with a field of a request. Rules of single models stay English. */
export const REQUEST_PROBLEMS: readonly OwnMessage[] = [
  [/^is required$/, "必填"],
  [/^is required, and this text is blank$/, "必填，不能只有空白"],
  [/^is required: one of (.+)$/s, "必填，可选：$1"],
  [/^is required: (".+")$/s, "必填，应为 $1"],
  [/^is required without media$/, "没有媒体时必填"],
  [/^is not a known field: remove it$/, "不是已知的字段，请删除"],
  [/^is not a known field: did you mean (.+)\?$/, "不是已知的字段，您是指 $1 吗？"],
  [
    /^must not be blank: leave it out, or say what to make$/,
    "不能只有空白：请删除，或写明要生成的内容",
  ],
  [/^must be one of (.+)$/s, "必须是以下之一：$1"],
  [/^must be at most (-?[\d.]+)$/, "不能大于 $1"],
  [/^must be at least (-?[\d.]+)$/, "不能小于 $1"],
  [/^must be at most (\d+) characters? long$/, "最多 $1 个字符"],
  [/^must be at least (\d+) characters? long$/, "至少 $1 个字符"],
  [/^must have at most (\d+) (?:entry|entries)$/, "最多 $1 项"],
  [/^must have at least (\d+) (?:entry|entries)$/, "至少 $1 项"],
  [
    /^must be at most (\d+): the provider silently truncates .+$/,
    "最多 $1 个：更长的文本会被 DashScope 截断，但仍会计费",
  ],
  [
    /^must have at most (\d+): the provider silently drops .+$/,
    "最多 $1 个：多出的会被 DashScope 忽略",
  ],
  [/^must be (-?\d+) to (-?\d+), or (-?\d+) for .+$/, "必须在 $1 到 $2 之间，或为 $3"],
  [/^must be (a string|a number|a whole number|a boolean|an object|an array)$/, "必须是{1}"],
  [/^must be a string or a number$/, "必须是字符串或数字"],
  [/^a string$/, "字符串"],
  [/^a number$/, "数字"],
  [/^a whole number$/, "整数"],
  [/^a boolean$/, "布尔值（true 或 false）"],
  [/^an object$/, "JSON 对象"],
  [/^an array$/, "JSON 数组"],
  [/^must be (".+"|true|false|-?[\d.]+)$/, "必须是 $1"],
  [/^must be width\*height, such as (\S+)$/, "必须是“宽*高”的形式，例如 $1"],
  [
    /^must be an http, https or oss URL; base64 is not accepted$/,
    "必须是 http、https 或 oss URL，不接受 base64",
  ],
  [
    /^must be an http, https or oss URL of at most (\d+) characters, or a data URL .+$/,
    "必须是不超过 $1 个字符的 http、https 或 oss URL，或 data URL",
  ],
  [
    /^must contain only ASCII characters: percent-encode all others$/,
    "只能包含 ASCII 字符，其他字符请用百分号编码",
  ],
  [
    /^must not contain Chinese characters: percent-encode them$/,
    "不能包含中文字符，请用百分号编码",
  ],
];
