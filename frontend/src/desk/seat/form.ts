/** The order form of the seat as values, and which of its fields a suggestion fills. */
import type { Address, OrderForm } from "@/api/types";

export const emptyAddress = (): Address => ({
  text: "",
  district: "",
  street: "",
  community: "",
  road: "",
  number: "",
  poi: "",
});

export const emptyForm = (): OrderForm => ({
  channel: "phone",
  request_type: "",
  urgency: "normal",
  category: null,
  title: "",
  subject: "",
  demand: "",
  description: "",
  caller_name: "",
  caller_gender: "",
  caller_phone: "",
  confidential: false,
  anonymous: false,
  callback_wanted: true,
  address: emptyAddress(),
  incident_time_text: "",
  incident_time: "",
  related_order: null,
});

/** A place on the form that is filled, accepted or refused as one. */
export type Slot = Exclude<keyof OrderForm, "channel" | "incident_time_text">;

export const SLOTS: readonly Slot[] = [
  "request_type",
  "urgency",
  "category",
  "title",
  "subject",
  "demand",
  "description",
  "caller_name",
  "caller_gender",
  "caller_phone",
  "confidential",
  "anonymous",
  "callback_wanted",
  "address",
  "incident_time",
  "related_order",
];

export const LABELS: Record<Slot, string> = {
  request_type: "诉求类型",
  urgency: "紧急程度",
  category: "事项分类",
  title: "标题",
  subject: "诉求对象",
  demand: "诉求目的",
  description: "诉求内容",
  caller_name: "姓名",
  caller_gender: "性别",
  caller_phone: "联系电话",
  confidential: "要求保密",
  anonymous: "要求匿名",
  callback_wanted: "需要回访",
  address: "地址",
  incident_time: "发生时间",
  related_order: "关联工单",
};

/** The parts of the form that belong to a slot. */
export function slotParts(form: OrderForm, slot: Slot): Partial<OrderForm> {
  if (slot === "incident_time") {
    return { incident_time: form.incident_time, incident_time_text: form.incident_time_text };
  }
  return { [slot]: form[slot] };
}
