import { ElMessageBox } from "element-plus";
import { cookie } from "@/api/client";
import { errorOf, unreachable } from "@/api/errors";
import type { AttachmentRow } from "@/api/types";

/** Addresses name a file by its number alone. */
export const addressOf = (file: { id: number; order: string }, what: "file" | "thumbnail"): string =>
  `/api/orders/${encodeURIComponent(file.order)}/attachments/${file.id}/${what}`;

/** Ask for a purpose and get the file of a caller who is to be kept unknown; null where the person thought better. */
export async function reveal(file: AttachmentRow): Promise<string | null> {
  const asked = await ElMessageBox.prompt("市民要求保密或匿名。用途会与您的姓名、时间一起记入审计。", "查看附件", {
    inputPlaceholder: "例如：核实现场情况",
    inputValidator: (text: string) => !!text?.trim() || "请写明用途",
    confirmButtonText: "查看",
  }).catch(() => null);
  if (!asked) return null;
  const answer = await fetch(addressOf(file, "file").replace(/file$/, "reveal"), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
    body: JSON.stringify({ purpose: asked.value.trim() }),
  }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok) throw await errorOf(answer);
  return URL.createObjectURL(await answer.blob());
}

/** Save what is at an address under the name of the file. */
export function save(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
