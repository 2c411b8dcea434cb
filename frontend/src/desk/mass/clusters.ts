/** What a person has made of a group of orders so far: which is the master, and which do not belong. */
import type { ClusterRow } from "@/api/types";

export interface Choosing {
  master: string;
  left: ReadonlySet<string>;
}

export const begin = (cluster: ClusterRow): Choosing => ({ master: cluster.master, left: new Set() });

/** The same group after it was read again, or none: it shares orders with the one on the screen. */
export function sameGroup(found: readonly ClusterRow[], numbers: ReadonlySet<string>): ClusterRow | undefined {
  return found.find((cluster) => cluster.orders.some((order) => numbers.has(order.number)));
}

/** What goes into the master when the button is pressed. The master itself may not be mergeable: it stays. */
export function chosen(cluster: ClusterRow, choosing: Choosing): { number: string; version: number }[] {
  const may = new Set(cluster.mergeable);
  return cluster.orders
    .filter(({ number }) => number !== choosing.master && may.has(number) && !choosing.left.has(number))
    .map(({ number, version }) => ({ number, version }));
}

/** A choice kept over a reading anew: a master that is gone gives way to the office's suggestion. */
export const kept = (choosing: Choosing, cluster: ClusterRow): Choosing =>
  cluster.orders.some((order) => order.number === choosing.master) ? choosing : { ...choosing, master: cluster.master };

/** "10:31 至 13:29（3 小时）" */
export function spanOf(first: string, last: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / 60_000));
  return minutes < 90 ? `${minutes} 分钟内` : `${Math.round(minutes / 60)} 小时内`;
}
