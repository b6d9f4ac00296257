/** Whether a header of DashScope that is either absent or `enable` is set. */
export function isEnabled(header: string | undefined): boolean {
  return header?.toLowerCase() === "enable";
}
