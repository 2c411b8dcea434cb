import { onMounted, type Ref, ref, shallowRef, watch, type WatchSource } from "vue";
import { ApiError } from "@/api/errors";

export interface Load<T> {
  data: Ref<T | null>;
  loading: Ref<boolean>;
  error: Ref<ApiError | null>;
  reload: () => Promise<void>;
}

/**
 * What a page shows, read when it opens and whenever `on` changes. An answer that comes after a newer question
 * is dropped. A refusal stands in `error`, to be shown in place; an ended session goes on to the login page.
 */
export function useLoad<T>(read: () => Promise<T>, on?: WatchSource | WatchSource[]): Load<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>;
  const loading = ref(true);
  const error = shallowRef<ApiError | null>(null);
  let asked = 0;

  async function reload(): Promise<void> {
    const mine = ++asked;
    loading.value = true;
    try {
      const answer = await read();
      if (mine !== asked) return;
      data.value = answer;
      error.value = null;
    } catch (problem) {
      if (mine !== asked) return;
      if (!(problem instanceof ApiError) || problem.signedOut) throw problem;
      error.value = problem;
    } finally {
      if (mine === asked) loading.value = false;
    }
  }

  onMounted(reload);
  if (on) watch(on, reload);
  return { data, loading, error, reload };
}
