import { describe, expect, it } from "vitest";
import { banners, type Fault, withFault } from "./faults";

const told = (trouble: string, over = false, leg = "", message = trouble) => ({ trouble, leg, over, message });
const after = (...items: Fault[]) => items.reduce<Fault[]>(withFault, []);

describe("the troubles of a call", () => {
  it("shows one banner a trouble, though both legs have it", () => {
    expect(banners(after(told("engine", false, "caller"), told("engine", false, "agent")))).toEqual(["engine"]);
  });

  it("takes a banner away only when the trouble is over on every leg", () => {
    const one = after(told("behind", false, "caller"), told("behind", false, "agent"), told("behind", true, "caller"));
    expect(banners(one)).toEqual(["behind"]);
    expect(withFault(one, told("behind", true, "agent"))).toEqual([]);
  });

  it("ends a trouble on all legs when the whole call's is over", () => {
    expect(after(told("sound", false, "caller"), told("sound", true))).toEqual([]);
  });

  it("leaves other troubles standing", () => {
    expect(banners(after(told("sound"), told("engine"), told("sound", true)))).toEqual(["engine"]);
  });

  it("shows what an older office tells without a trouble's name", () => {
    expect(banners(withFault([], { message: "旧话" }))).toEqual(["旧话"]);
  });
});
