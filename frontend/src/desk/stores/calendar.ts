import { defineStore } from "pinia";
import { shallowRef } from "vue";
import { api, body } from "@/api/client";
import type { CalendarWarning } from "@/api/types";

/** Which years that are needed have no published calendar. */
export const useCalendar = defineStore("calendar", () => {
  const warnings = shallowRef<CalendarWarning[]>([]);
  async function loadWarnings(): Promise<void> {
    warnings.value = await body(api.GET("/api/calendar/warnings"));
  }
  return { warnings, loadWarnings };
});
