/** What an order, or one that is being taken down, may repeat (疑似重复). */
import { api, body } from "@/api/client";
import type { LikelyRepeat, OrderDetail, OrderForm } from "@/api/types";

const SHORTEST = 6; // characters of a matter that can be compared at all

/** A form that says enough to be compared. */
export const comparable = (form: OrderForm): boolean =>
  `${form.title ?? ""}${form.demand ?? ""}${form.description ?? ""}`.trim().length >= SHORTEST;

export const likelyRepeats = (form: OrderForm, of: { call?: string; number?: string } = {}): Promise<LikelyRepeat[]> =>
  body(api.POST("/api/orders/likely-repeats", { body: { ...form, ...of } }));

/** Of a saved order. Its masked phone says nothing: the office knows the number itself. */
export const repeatsOf = (order: OrderDetail): Promise<LikelyRepeat[]> =>
  likelyRepeats(
    {
      channel: order.channel,
      request_type: order.request_type,
      urgency: order.urgency,
      category: order.category?.code ?? null,
      title: order.title,
      subject: order.subject,
      demand: order.demand,
      description: order.description,
      address: order.address,
    } as OrderForm,
    { number: order.number },
  );
