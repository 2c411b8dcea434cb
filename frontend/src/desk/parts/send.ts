import { type Ref, ref, type ShallowRef, shallowRef } from "vue";
import { ApiError } from "@/api/errors";

export interface Send {
  busy: Ref<boolean>;
  refusal: ShallowRef<ApiError | null>;
  send: <T>(work: () => Promise<T>) => Promise<T | null>;
}

/** Sending a form, one thing at a time. A refusal stands in `refusal`, to be shown in the form; then null comes back. */
export function useSend(): Send {
  const busy = ref(false);
  const refusal = shallowRef<ApiError | null>(null);

  async function send<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null;
    busy.value = true;
    refusal.value = null;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.signedOut) throw error;
      refusal.value = error;
      return null;
    } finally {
      busy.value = false;
    }
  }
  return { busy, refusal, send };
}
