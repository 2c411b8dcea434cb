/** What the office says when it refuses: what happened, and what to do. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
    readonly cure: string,
    readonly field: string,
  ) {
    super(message);
  }

  get conflict(): boolean {
    return this.status === 409;
  }

  get signedOut(): boolean {
    return this.status === 401;
  }
}

interface ErrorBody {
  error?: { kind?: string; message?: string; cure?: string; field?: string };
}

export async function errorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as ErrorBody;
  const said = body.error ?? {};
  return new ApiError(
    response.status,
    said.kind ?? "",
    said.message ?? `服务器返回 ${response.status}`,
    said.cure ?? "请稍后再试，仍不行请联系管理员",
    said.field ?? "",
  );
}

export const unreachable = (): ApiError => new ApiError(0, "Unreachable", "连不上服务器", "请检查网络后再试", "");
