import { computed, reactive } from "vue";
import { type LocationQuery, useRoute, useRouter } from "vue-router";
import type { ApiError } from "@/api/errors";
import { useLoad } from "./load";

export const SIZE = 20;

export interface Asked<S extends string> {
  state: S;
  page: number;
  size: number;
}

interface Shown {
  items: unknown[];
  total: number;
}

export interface Stated<T extends Shown, S extends string = string> {
  readonly state: S;
  readonly page: number;
  /** What came last. `settled`: whether it is of the state that is asked for now. */
  readonly data: T | null;
  readonly settled: boolean;
  readonly loading: boolean;
  readonly error: ApiError | null;
  reload: () => Promise<void>;
  choose: (state: string) => void;
  turn: (page: number) => void;
}

/**
 * A list that is shown by state, a page at a time. Both stand in the address, so that the way back finds them;
 * `first` is shown where it names no state.
 */
export function useStated<T extends Shown, S extends string = string>(
  first: NoInfer<S>,
  read: (asked: Asked<S>) => Promise<T>,
): Stated<T, S> {
  const route = useRoute();
  const router = useRouter();
  const asked = computed(() => askedIn(route.query, first));
  const state = computed(() => asked.value.state);
  const page = computed(() => asked.value.page);
  const turn = (to: number) => void router.replace({ query: { state: state.value, page: String(to) } });

  const list = useLoad(async () => {
    const mine = asked.value;
    const got = await read(mine);
    const last = lastPage(got.total);
    if (!got.items.length && mine.page > last && mine === asked.value) turn(last);
    return { of: mine.state, got };
  }, [state, page]);

  return reactive({
    state,
    page,
    data: computed(() => list.data.value?.got ?? null),
    settled: computed(() => list.data.value?.of === state.value),
    loading: list.loading,
    error: list.error,
    reload: list.reload,
    choose: (to: string) => void router.replace({ query: { state: to } }),
    turn,
  }) as Stated<T, S>;
}

/** What an address asks for; a state may be "", which is all of them. */
export function askedIn<S extends string>(query: LocationQuery, first: S): Asked<S> {
  const { state, page } = query;
  return {
    state: (typeof state === "string" ? state : first) as S,
    page: Math.max(1, Math.floor(Number(page)) || 1),
    size: SIZE,
  };
}

/** The page to show where one is behind the end: what stood on it may have been dealt with. */
export function lastPage(total: number): number {
  return Math.max(1, Math.ceil(total / SIZE));
}
