import { api, body } from "@/api/client";
import type { OrderDetail } from "@/api/types";

/** Do a verb to an order as it stands on the screen; the office refuses if somebody changed it since. */
export function act(order: OrderDetail, verb: string, values: Record<string, unknown>): Promise<OrderDetail> {
  // Every verb has its own typed body; which one this is, is known only when a button is pressed.
  const path = `/api/orders/{number}/verbs/${verb}` as "/api/orders/{number}/verbs/sign";
  return body(
    api.POST(path, {
      params: { path: { number: order.number } },
      body: { ...values, version: order.version },
    }),
  );
}
