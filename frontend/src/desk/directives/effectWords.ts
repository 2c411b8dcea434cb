import type { DirectiveEffect } from "@/api/types";

/** What a rule comes to on last month's orders, in words. */
export function effectWords(found: DirectiveEffect): string {
  if (!found.looked) return `最近 ${found.days} 天没有派出的工单可供试算。`;
  const looked = `最近 ${found.days} 天派出的工单里（看了 ${found.looked} 件），`;
  if (!found.held) return `${looked}没有一件符合这条规则。`;
  const tried = found.tried < found.held ? `，取最新 ${found.tried} 件试算` : "";
  if (!found.changed.length) return `${looked}符合的有 ${found.held} 件${tried}，推荐都不变。`;
  const judged = [
    found.righted ? `${found.righted} 件由不符变为与实际承办一致` : "",
    found.spoilt ? `${found.spoilt} 件由一致变为不符` : "",
  ].filter(Boolean);
  const told = judged.length ? `：${judged.join("，")}` : "";
  return `${looked}符合的有 ${found.held} 件${tried}，${found.changed.length} 件的推荐会改变${told}。`;
}
