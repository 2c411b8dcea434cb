/** The one way to the office: typed by its OpenAPI, with the CSRF token, and errors thrown as `ApiError`. */
import createClient, { type Middleware } from "openapi-fetch";
import { errorOf, unreachable } from "./errors";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

const office: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", cookie("csrftoken"));
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await errorOf(response);
    return response;
  },
  onError() {
    return unreachable();
  },
};

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(office);

/** The body of an answer. Refusals were thrown before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
