/** The pages that a menu entry of the office opens. Who gets which entry is the office's word, not ours. */
export interface MenuEntry {
  label: string;
  to: string;
  /** The boxes of orders that this page gathers; none: all that the office offers. */
  boxes?: readonly string[];
}

export const MENUS: Record<string, MenuEntry> = {
  seat: { label: "坐席", to: "/seat" },
  dispatch: {
    label: "审核派单",
    to: "/dispatch",
    boxes: ["to_review", "to_dispatch", "returned", "hard_case", "replied"],
  },
  district: { label: "本区总览", to: "/district" },
  unit: { label: "承办工单", to: "/unit" },
  callbacks: { label: "回访", to: "/callbacks" },
  supervision: { label: "督办", to: "/supervision" },
  alarms: { label: "安全告警", to: "/alarms" },
  mass: { label: "群体诉求", to: "/mass" },
  returns: { label: "退单台账", to: "/returns" },
  orders: { label: "工单", to: "/orders" },
  articles: { label: "知识库", to: "/articles" },
  documents: { label: "文档导入", to: "/knowledge/documents" },
  gaps: { label: "知识缺口", to: "/knowledge/gaps" },
  quality: { label: "知识质量", to: "/knowledge/quality" },
  public: { label: "公众发布", to: "/knowledge/public" },
  confirmations: { label: "知识报送", to: "/knowledge/confirmations" },
  candidates: { label: "候选知识", to: "/knowledge/candidates" },
  commissions: { label: "知识约稿", to: "/knowledge/commissions" },
  calls: { label: "通话", to: "/calls" },
  lessons: { label: "填单质量", to: "/lessons" },
  directives: { label: "派单规则", to: "/directives" },
  dispatching: { label: "派单模型", to: "/dispatching" },
  successions: { label: "单位沿革", to: "/successions" },
  calendar: { label: "工作日历", to: "/calendar" },
  policies: { label: "时限规则", to: "/policies" },
  rules: { label: "业务规则", to: "/rules" },
  archive: { label: "归档", to: "/archive" },
  messages: { label: "消息记录", to: "/messages" },
  people: { label: "人员", to: "/people" },
  audit: { label: "审计", to: "/audit" },
};

export const LISTS = Object.entries(MENUS).filter(
  ([name, entry]) => entry.boxes || name === "orders" || name === "unit",
);
