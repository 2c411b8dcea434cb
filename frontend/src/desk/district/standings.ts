import type { DistrictCounts } from "@/api/types";

export type Standing = keyof DistrictCounts;

/** How a district's open orders stand, in the order of the table. */
export const STANDINGS: readonly [Standing, string][] = [
  ["open", "在办"],
  ["to_sign", "待签收"],
  ["in_hand", "办理中"],
  ["returned", "退单"],
  ["overdue", "超期"],
];
