import type { OwnMessage } from "./own-message.ts";

/** What keeps a result from the archive. */
export const FILES: readonly OwnMessage[] = [
  [/^([\w.-]+\.(?:png|jpe?g|webp|gif|svg|mp4|mov|mp3|wav|glb|json|gz)): (.+)$/s, "$1：{2}"],
  [
    /^the link of the result expired before it could be copied; the last attempt failed: (.+)$/s,
    "结果链接在转存之前已过期；最后一次尝试的错误：{1}",
  ],
  [/^the host of the result answered (\d+)$/, "结果主机返回 $1"],
  [/^the host sent (.+) instead of (\S+)$/, "结果主机返回的不是 $2，而是{1}"],
  [/^an empty file$/, "空文件"],
  [/^an error message in XML$/, "XML 格式的错误信息"],
  [/^an HTML page$/, "HTML 页面"],
  [/^a text$/, "文本"],
  [/^other bytes than those of (\S+)$/, "不是 $1 格式的内容"],
  [/^a file of the type (\S+)$/, " $1 类型的文件"],
  [/^the result ended after (\d+) of (\d+) bytes$/, "只收到结果的 $1 字节（共 $2 字节）"],
  [/^no answer from the host of the results \((.+?)\): (.+)$/s, "结果主机没有响应（$1）：{2}"],
  [
    /^the private address (\S+) is not allowed(?:\. If results really come from there, .+)$/,
    "不允许访问内网地址 $1。如果结果确实来自那里，请在 RESULT_PRIVATE_HOSTS 中写明主机或网段，例如 198.18.0.0/15",
  ],
  [/^the private address (\S+) is not allowed$/, "不允许访问内网地址 $1"],
  [
    /^this machine cannot resolve the host, .+$/,
    "本机无法解析该主机名，因此无法在交给代理之前检查其地址",
  ],
  [/^the proxy cannot be reached: (.+)$/, "无法连接代理：$1"],
  [/^the proxy refused to connect: it answered (\d+)$/, "代理拒绝连接，返回 $1"],
  [/^the host sent (\d+) bytes in (\d+) ms$/, "主机在 $2 毫秒内只发送了 $1 字节"],
  [/^the archive has only (\d+) bytes of free space$/, "归档只剩 $1 字节可用空间"],
  [
    /^the archive has (\d+) bytes of the (\d+) that were written to (\S+)$/,
    "写入 $3 的 $2 字节中，归档只有 $1 字节",
  ],
];

/** Errors of the archive with what to do. */
export const ARCHIVE: readonly OwnMessage[] = [
  [
    /^the archive in (\S+) failed: (.+?)\. ((?:Raise|Give|Mount|Check) [^.]+)$/s,
    "归档 $1 出错：$2。{3}",
  ],
  [/^the archive in (\S+) failed: (.+)$/s, "归档 $1 出错：$2"],
  [/^the archive at (\S+) failed, (.+): (\w+ \(.+)$/s, "归档 $1 出错：$3。{2}"],
  [/^the archive at (\S+) failed: (.+)$/s, "归档 $1 出错：$2"],
  [/^Raise the quota of its user, or free space$/, "请提高其用户的配额，或清理空间"],
  [/^Give the user of this process write access to it$/, "请给运行该进程的用户写权限"],
  [/^Mount its disk for writing$/, "请以可写方式挂载磁盘"],
  [/^Check its disk$/, "请检查磁盘"],
  [/^Raise the limit of open files of this process$/, "请提高该进程的打开文件数上限"],
  [/^Check ARCHIVE_URL, and what is at this path$/, "请检查 ARCHIVE_URL 和该路径上的内容"],
  [
    /^(?:no credentials: )?check AWS_ACCESS_KEY_ID, .+$/,
    "请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 和 AWS_SESSION_TOKEN",
  ],
  [/^set AWS_REGION to the region of the bucket$/, "请把 AWS_REGION 设为存储桶所在的地域"],
  [
    /^check AWS_ENDPOINT_URL_S3 and the network; .+$/,
    "请检查 AWS_ENDPOINT_URL_S3 和网络；如果 endpoint 没有各存储桶的域名，ARCHIVE_URL 需要 ?path_style=true",
  ],
  [
    /^allow this key (s3:PutObject, .+) in the bucket and its prefix$/,
    "请允许该密钥在存储桶及其前缀中执行 $1",
  ],
  [
    /^create the bucket, or name another one in ARCHIVE_URL$/,
    "请创建存储桶，或在 ARCHIVE_URL 中换一个",
  ],
  [
    /^name the bucket in ARCHIVE_URL as the provider does$/,
    "请按云厂商的名称在 ARCHIVE_URL 中填写存储桶",
  ],
  [/^synchronize the clock of this machine$/, "请同步本机的时钟"],
  [
    /^the storage asks for fewer requests; they are repeated later$/,
    "存储要求减少请求，稍后会重试",
  ],
  [/^the storage is overloaded; the request is repeated later$/, "存储过载，稍后会重试"],
  [/^raise the quota of the bucket, or free space in it$/, "请提高存储桶的配额，或清理其空间"],
  [/^free space in the storage$/, "请清理存储空间"],
];
