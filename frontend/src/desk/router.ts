import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from "vue-router";
import { LISTS, MENUS } from "./menus";
import { useMeta } from "./stores/meta";
import type { useSession } from "./stores/session";

const orders = () => import("./pages/OrdersPage.vue");
const articleEdit = () => import("./pages/ArticleEditPage.vue");

const pages: RouteRecordRaw[] = [
  { path: "seat", component: () => import("./pages/SeatPage.vue"), meta: { title: "坐席" } },
  ...LISTS.map(([name, { to, label, boxes }]) => ({
    path: to.slice(1),
    component: orders,
    props: { boxes },
    meta: { title: label, key: name },
  })),
  { path: "orders/new", component: () => import("./pages/OrderNewPage.vue"), meta: { title: "登记工单" } },
  {
    path: "orders/:number",
    component: () => import("./pages/OrderPage.vue"),
    props: true,
    meta: { title: "工单" },
  },
  { path: "articles", component: () => import("./pages/ArticlesPage.vue"), meta: { title: "知识库" } },
  { path: "articles/new", component: articleEdit, meta: { title: "新建知识" } },
  {
    path: "articles/:name",
    component: () => import("./pages/ArticlePage.vue"),
    props: true,
    meta: { title: "知识" },
  },
  { path: "articles/:name/edit", component: articleEdit, props: true, meta: { title: "编辑知识" } },
  { path: "knowledge/gaps", component: () => import("./pages/GapsPage.vue"), meta: { title: "知识缺口" } },
  {
    path: "knowledge/documents",
    component: () => import("./pages/DocumentsPage.vue"),
    meta: { title: "文档导入" },
  },
  { path: "knowledge/quality", component: () => import("./pages/QualityPage.vue"), meta: { title: "知识质量" } },
  { path: "knowledge/public", component: () => import("./pages/PublicPage.vue"), meta: { title: "公众发布" } },
  {
    path: "knowledge/confirmations",
    component: () => import("./pages/ConfirmationsPage.vue"),
    meta: { title: "知识报送" },
  },
  {
    path: "knowledge/candidates",
    component: () => import("./pages/CandidatesPage.vue"),
    meta: { title: "候选知识" },
  },
  {
    path: "knowledge/commissions",
    component: () => import("./pages/CommissionsPage.vue"),
    meta: { title: "知识约稿" },
  },
  { path: "calls", component: () => import("./pages/CallsPage.vue"), meta: { title: "通话" } },
  { path: "calls/:id", component: () => import("./pages/CallPage.vue"), props: true, meta: { title: "通话" } },
  { path: "callbacks", component: () => import("./pages/CallbacksPage.vue"), meta: { title: "回访" } },
  {
    path: "callbacks/orders",
    component: orders,
    props: { boxes: ["callback", "reopened", "concluded"] },
    meta: { title: "回访工单" },
  },
  { path: "district", component: () => import("./pages/DistrictPage.vue"), meta: { title: "本区总览" } },
  { path: "mass", component: () => import("./pages/MassPage.vue"), meta: { title: "群体诉求" } },
  { path: "returns", component: () => import("./pages/ReturnsPage.vue"), meta: { title: "退单台账" } },
  { path: "directives", component: () => import("./pages/DirectivesPage.vue"), meta: { title: "派单规则" } },
  { path: "dispatching", component: () => import("./pages/DispatchingPage.vue"), meta: { title: "派单模型" } },
  { path: "successions", component: () => import("./pages/SuccessionsPage.vue"), meta: { title: "单位沿革" } },
  { path: "lessons", component: () => import("./pages/LessonsPage.vue"), meta: { title: "填单质量" } },
  { path: "alarms", component: () => import("./pages/AlarmsPage.vue"), meta: { title: "生命安全告警" } },
  { path: "supervision", component: () => import("./pages/SupervisionPage.vue"), meta: { title: "督办" } },
  { path: "calendar", component: () => import("./pages/CalendarPage.vue"), meta: { title: "工作日历" } },
  { path: "policies", component: () => import("./pages/PoliciesPage.vue"), meta: { title: "时限规则" } },
  { path: "rules", component: () => import("./pages/RulesPage.vue"), meta: { title: "业务规则" } },
  { path: "archive", component: () => import("./pages/ArchivePage.vue"), meta: { title: "归档" } },
  { path: "messages", component: () => import("./pages/MessagesPage.vue"), meta: { title: "消息记录" } },
  { path: "people", component: () => import("./pages/PeoplePage.vue"), meta: { title: "人员" } },
  { path: "audit", component: () => import("./pages/AuditPage.vue"), meta: { title: "审计" } },
  { path: ":rest(.*)*", component: () => import("./pages/LostPage.vue"), meta: { title: "没有这一页" } },
];

export function makeRouter(session: ReturnType<typeof useSession>): Router {
  const router = createRouter({
    history: createWebHistory("/"),
    routes: [
      { path: "/login", name: "login", component: () => import("./pages/LoginPage.vue"), meta: { title: "登录" } },
      // What the citizen's link opens: no login, and nothing of the desk.
      {
        path: "/citizen/callback/:token",
        alias: "/c/:token",
        name: "citizen",
        component: () => import("./pages/CitizenPage.vue"),
        props: true,
        meta: { title: "办理结果评价" },
      },
      { path: "/", component: () => import("./frame/FramePage.vue"), children: pages },
    ],
  });
  router.beforeEach(async (to) => {
    if (to.name === "citizen") return true;
    await session.load();
    if (to.name === "login") return session.user ? firstPage(session.menus) : true;
    if (!session.user) return { name: "login", query: to.path === "/" ? {} : { next: to.fullPath } };
    await useMeta().load();
    return to.path === "/" ? firstPage(session.menus) : true;
  });
  router.afterEach((to) => {
    document.title = [to.params.number, to.meta.title, "智席"].filter(Boolean).join(" · ");
  });
  return router;
}

export function firstPage(menus: readonly string[]): string {
  const name = Object.keys(MENUS).find((entry) => menus.includes(entry));
  return name ? MENUS[name]!.to : "/articles";
}
