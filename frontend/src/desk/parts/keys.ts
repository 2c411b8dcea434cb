import { onBeforeUnmount, onMounted } from "vue";

/** Keys that work anywhere on a page, such as { F2: answer }. They are left alone while a dialog is open. */
export function useKeys(keys: Record<string, () => void>): void {
  const press = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (document.querySelector('.el-overlay:not([style*="display: none"])')) return;
    event.preventDefault();
    act();
  };
  onMounted(() => window.addEventListener("keydown", press));
  onBeforeUnmount(() => window.removeEventListener("keydown", press));
}
