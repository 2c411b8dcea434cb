import { ElMessageBox } from "element-plus";

/** Whether the person is sure. `go` names the button, and so the deed. */
export const sure = (words: string, go: string): Promise<boolean> =>
  ElMessageBox.confirm(words, go, { confirmButtonText: go, cancelButtonText: "取消", type: "warning" }).then(
    () => true,
    () => false,
  );

/** The reason that a person gives, null if they turn back. */
export async function askReason(words: string, go: string): Promise<string | null> {
  const asked = await ElMessageBox.prompt(words, go, {
    confirmButtonText: go,
    cancelButtonText: "取消",
    inputType: "textarea",
    inputValidator: (text: string) => (text?.trim().length ?? 0) >= 2 || "请写明理由（至少2个字）",
  }).catch(() => null);
  return asked ? (asked as { value: string }).value.trim() : null;
}
