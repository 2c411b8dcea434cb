import "element-plus/dist/index.css";
import "./styles/tokens.css";
import "./styles/desk.css";
import { createPinia } from "pinia";
import { createApp } from "vue";
import { ApiError } from "@/api/errors";
import App from "./App.vue";
import { tell } from "./parts/tell";
import { makeRouter } from "./router";
import { useSession } from "./stores/session";

const app = createApp(App);
app.use(createPinia());
const session = useSession();
const router = makeRouter(session);
app.use(router);

const onError = (error: unknown): void => {
  const signedOut = tell(error);
  if (!signedOut || !session.user) return;
  session.forget();
  void router.push({ name: "login", query: { next: router.currentRoute.value.fullPath } });
};
app.config.errorHandler = onError;
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof ApiError) event.preventDefault(); // it is told to the person instead
  onError(event.reason);
});
app.mount("#app");
