/** The troubles of a call: one begins, and is over. A leg of "" is the whole call. */
import type { FeedItem, Fault as Known } from "@/api/types";

export type Fault = Known;
type Told = Extract<FeedItem, { kind: "fault" }>["body"];

export function withFault(faults: readonly Fault[], told: Told): Fault[] {
  const fault = { trouble: "", leg: "", over: false, ...told };
  const left = faults.filter((f) => f.trouble !== fault.trouble || (fault.leg !== "" && f.leg !== fault.leg));
  return fault.over ? left : [...left, fault];
}

/** One banner a trouble: both legs of a call may have the same. */
export const banners = (faults: readonly Fault[]): string[] => [...new Set(faults.map((fault) => fault.message))];
