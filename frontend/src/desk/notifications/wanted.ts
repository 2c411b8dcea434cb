/** What the log of messages is narrowed to; "" is any. */
export interface DeliveryWanted {
  state: string;
  way: string;
  kind: string;
  order: string;
  since: string;
  until: string;
}

export const ANY: DeliveryWanted = { state: "", way: "", kind: "", order: "", since: "", until: "" };

/** As the office takes it: without what is any. */
export const asked = (wanted: DeliveryWanted): Record<string, string> =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
