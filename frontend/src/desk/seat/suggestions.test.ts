import { describe, expect, it } from "vitest";
import type { Draft, Suggested } from "@/api/types";
import { SLOTS, slotParts } from "./form";
import {
  afterAccept,
  afterDraft,
  afterMarks,
  afterRefusal,
  afterTouch,
  afterUndo,
  emptyFilling,
  offered,
  otherWord,
} from "./suggestions";

const field = (value: unknown, confidence = 0.8): Suggested => ({
  value,
  text: String(value),
  confidence,
  evidence: [],
});
const draft = (fields: Record<string, unknown>): Draft => ({
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, field(value)])),
  missing: [],
  guards: [],
});

const FIRST: Record<string, unknown> = {
  request_type: "complaint",
  urgency: "urgent",
  category: { code: "01.02", path: ["市容", "噪声"] },
  title: "关于夜间施工的问题",
  subject: "某工地",
  demand: "停止夜间施工",
  description: "夜里施工",
  caller_name: "陈先生",
  caller_gender: "male",
  caller_phone: "13900001234",
  confidential: true,
  anonymous: true,
  callback_wanted: false,
  address: {
    text: "青松路18号",
    district: "东湖区",
    street: null,
    community: null,
    road: "青松路",
    number: "18号",
    poi: null,
  },
  incident_time: { text: "昨晚十一点", normalised: "2026-01-04T23:00" },
  related_order: "20260101-000001",
};
const SECOND: Record<string, unknown> = {
  request_type: "help",
  urgency: "critical",
  category: { code: "03.01", path: ["供水"] },
  title: "另一标题",
  subject: "另一对象",
  demand: "另一目的",
  description: "另一内容",
  caller_name: "王女士",
  caller_gender: "female",
  caller_phone: "13900005678",
  confidential: false,
  anonymous: false,
  callback_wanted: true,
  address: {
    text: "白杨街2号",
    district: null,
    street: null,
    community: null,
    road: "白杨街",
    number: "2号",
    poi: null,
  },
  incident_time: { text: "今早", normalised: null },
  related_order: "20260101-000002",
};

describe("suggestions in the form", () => {
  it("fill every untouched field, and follow the talk when it changes", () => {
    const once = afterDraft(emptyFilling(), draft(FIRST));
    expect(once.form.category).toBe("01.02");
    expect(once.form.address.street).toBe("");
    expect(once.form.incident_time).toBe("2026-01-04T23:00");
    const twice = afterDraft(once, draft(SECOND));
    expect(twice.form.caller_name).toBe("王女士");
    expect(twice.form.incident_time).toBe("");
    expect(Object.keys(twice.marks).sort()).toEqual([...SLOTS].sort());
  });

  it.each(SLOTS)("never change %s once a person touched it", (slot) => {
    const filled = afterDraft(emptyFilling(), draft(FIRST));
    const touched = afterTouch(filled, slot, slotParts(filled.form, slot));
    const later = afterDraft(afterDraft(touched, draft(SECOND)), draft({}));
    expect(slotParts(later.form, slot)).toEqual(slotParts(filled.form, slot));
  });

  it.each(SLOTS)("never change %s once a person accepted it", (slot) => {
    const accepted = afterAccept(afterDraft(emptyFilling(), draft(FIRST)), slot, draft(FIRST));
    const later = afterDraft(afterDraft(accepted, draft(SECOND)), draft({}));
    expect(slotParts(later.form, slot)).toEqual(slotParts(accepted.form, slot));
  });

  it.each(SLOTS)("do not bring a refused %s back, but may bring another", (slot) => {
    const refused = afterRefusal(afterDraft(emptyFilling(), draft(FIRST)), slot, draft(FIRST));
    const empty = slotParts(emptyFilling().form, slot);
    expect(slotParts(afterDraft(refused, draft(FIRST)).form, slot)).toEqual(empty);
    expect(afterDraft(refused, draft(SECOND)).marks[slot]).toMatchObject({ state: "suggested" });
  });

  it("empty a field again when the caller takes the words back", () => {
    const filled = afterDraft(emptyFilling(), draft(FIRST));
    expect(afterDraft(filled, draft({ title: FIRST.title })).form).toEqual({
      ...emptyFilling().form,
      title: FIRST.title,
    });
  });

  it("leave a field that a person emptied on purpose empty", () => {
    const emptied = afterTouch(afterDraft(emptyFilling(), draft(FIRST)), "caller_name", { caller_name: "" });
    expect(afterDraft(emptied, draft(SECOND)).form.caller_name).toBe("");
  });

  it("accept or refuse nothing that was not suggested", () => {
    expect(afterAccept(emptyFilling(), "title", null)).toEqual(emptyFilling());
    expect(afterRefusal(emptyFilling(), "title", null)).toEqual(emptyFilling());
  });
});

describe("the office's word on a field", () => {
  const shown = () => afterDraft(emptyFilling(), draft(FIRST));
  const mark = (state: "offered" | "accepted" | "edited" | "rejected", version: number, own: object | null = null) =>
    ({ state, version, revision: 1, own }) as never;

  it("is taken when the page opens: what was written by hand is there again, what was refused is not", () => {
    const opened = afterMarks(
      shown(),
      {
        title: mark("edited", 3, { title: "我写的" }),
        subject: mark("accepted", 1, { subject: "某工地" }),
        caller_name: mark("rejected", 1),
      },
      draft(FIRST),
    );
    expect(opened.form.title).toBe("我写的");
    expect(opened.marks.title).toEqual({ state: "touched" });
    expect(opened.marks.subject).toEqual({ state: "accepted" });
    expect(opened.form.caller_name).toBe("");
    expect(afterDraft(opened, draft(FIRST)).form.caller_name).toBe("");
    expect(opened.versions).toEqual({ title: 3, subject: 1, caller_name: 1 });
  });

  it("does not come over what is being typed, nor when it is older than the page", () => {
    const typed = afterTouch(shown(), "title", { title: "正在写" });
    const told = { title: mark("edited", 2, { title: "另一页写的" }) };
    expect(afterMarks(typed, told, null, new Set(["title"] as const)).form.title).toBe("正在写");
    const newer = { ...typed, versions: { title: 2 } };
    expect(afterMarks(newer, told, null).form.title).toBe("正在写");
    expect(afterMarks(typed, told, null).form.title).toBe("另一页写的");
  });

  it("keeps a suggestion away that was rejected elsewhere", () => {
    const rejected = draft({ title: FIRST.title });
    rejected.fields.title!.state = "rejected";
    expect(afterDraft(emptyFilling(), rejected).marks.title?.state).toBe("refused");
    expect(afterDraft(shown(), rejected).form.title).toBe("");
  });

  it("puts a field back as it was suggested when a press was not taken", () => {
    const pressed = afterRefusal(shown(), "title", draft(FIRST));
    expect(afterUndo(pressed, "title", draft(SECOND)).form.title).toBe(SECOND.title);
  });
});

describe("beside a field of the agent's", () => {
  it("stands what the talk says, where it is another thing, and may be taken", () => {
    const typed = afterTouch(afterDraft(emptyFilling(), draft(FIRST)), "title", { title: "我写的" });
    expect(otherWord(typed, "title", draft(SECOND))?.value).toBe(SECOND.title);
    const taken = afterAccept(typed, "title", draft(SECOND));
    expect(otherWord(taken, "title", draft(SECOND))).toBeNull();
    expect(taken.marks.title).toEqual({ state: "accepted" });
  });

  it("stands nothing while the field is the talk's own", () => {
    const filled = afterDraft(emptyFilling(), draft(FIRST));
    expect(otherWord(filled, "title", draft(SECOND))).toBeNull();
    expect(offered(filled)).toHaveLength(SLOTS.length);
  });
});
