import { describe, expect, it } from "vitest";
import { asked, blank, lacking, sent, verbs } from "./verbForm";

const OWN_FORM = new Set(["amend"]); // the order's form itself
const dialogs = verbs()
  .filter((verb) => !OWN_FORM.has(verb))
  .flatMap((verb) => asked(verb).map((field) => ({ verb, field })));

describe("the dialogs of the verbs", () => {
  it("name every field in words, never as the interface does", () => {
    expect(dialogs.length).toBeGreaterThan(50);
    expect(dialogs.filter(({ field }) => !/\p{Script=Han}/u.test(field.label))).toEqual([]);
  });

  it("know which of the office's choices a choice is of", () => {
    const choices = dialogs.filter(({ field }) => field.widget === "choice");
    expect(choices.filter(({ field }) => !field.choices)).toEqual([]);
    expect(asked("send_back").find((f) => f.name === "reason")?.choices).toBe("return_reason");
    expect(asked("record_callback").find((f) => f.name === "reason")?.choices).toBe("discontent");
    expect(asked("ask_suspension").find((f) => f.name === "cause")?.choices).toBe("stop_cause");
  });

  it("choose nothing for the person, and say what is still missing", () => {
    const fields = asked("record_callback");
    expect(blank(fields)).toMatchObject({ reached: false, solved: null, satisfaction: "", reason: "" });
    expect(lacking(asked("send_back"), blank(asked("send_back")))).toBe("理由");
  });

  it("want a title of every part of a split call", () => {
    const fields = asked("split");
    expect(lacking(fields, { parts: [{ title: " " }] })).toBe("另外的诉求");
    expect(lacking(fields, { parts: [{ title: "路灯不亮" }], note: "" })).toBe("");
  });

  it("leave out a choice that was not made", () => {
    expect(sent(asked("suspend"), { cause: "", reason: "等鉴定" })).toEqual({ reason: "等鉴定" });
  });
});
