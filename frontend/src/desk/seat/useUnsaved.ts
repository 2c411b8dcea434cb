import { onBeforeUnmount, onMounted } from "vue";

/** Ask before the browser leaves while something that a person wrote is not saved. */
export function useUnsaved(unsaved: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  onMounted(() => window.addEventListener("beforeunload", ask));
  onBeforeUnmount(() => window.removeEventListener("beforeunload", ask));
}
