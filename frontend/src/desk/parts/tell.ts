import { ElMessage, ElNotification } from "element-plus";
import { ApiError } from "@/api/errors";

/** Tell the person what went wrong and what to do. True if the session is over. */
export function tell(error: unknown): boolean {
  if (!(error instanceof ApiError)) {
    console.error(error);
    ElNotification({ type: "error", title: "页面出错了", message: "请刷新页面；若再次出现，请告诉管理员。" });
    return false;
  }
  if (error.signedOut) {
    ElMessage.warning("登录已过期，请重新登录");
    return true;
  }
  if (isOnScreen(error.message)) return false;
  ElNotification({
    type: error.conflict ? "warning" : "error",
    title: error.message,
    message: error.cure,
    duration: 8000,
  });
  return false;
}

/** A fault that repeats is told once, not stacked up over the work. */
const isOnScreen = (title: string): boolean =>
  [...document.querySelectorAll(".el-notification__title")].some((shown) => shown.textContent === title);
