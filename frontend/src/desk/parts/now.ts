import { onBeforeUnmount, type Ref, ref } from "vue";

/** The present, every `seconds`, while the component is there. */
export function useNow(seconds: number): Ref<Date> {
  const now = ref(new Date());
  const timer = window.setInterval(() => (now.value = new Date()), seconds * 1000);
  onBeforeUnmount(() => window.clearInterval(timer));
  return now;
}
