import { computed, ref, type Ref } from "vue";
import { cookie } from "@/api/client";
import { type ApiError, errorOf, unreachable } from "@/api/errors";
import type { AttachmentLimits, FileRow } from "@/api/types";

/** A file on its way to the office, or there and waiting to be added. */
export interface Sending {
  key: number;
  name: string;
  size: number;
  picture: boolean;
  preview: string;
  progress: number;
  id: number | null;
  error: ApiError | null;
}

/** "1.5 MB", "320 KB". */
export function bytes(size: number): string {
  if (size >= 1 << 20) return `${Number((size / (1 << 20)).toFixed(1))} MB`;
  return size >= 1024 ? `${Math.round(size / 1024)} KB` : `${size} B`;
}

/** Send one file; `told` hears how much has gone. The office looks at it again: what it says counts. */
function send(to: string, file: File, told: (part: number) => void): Promise<FileRow> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch cannot say how much of a body has gone
    const form = new FormData();
    form.append("size", String(file.size));
    form.append("file", file, file.name || "附件");
    request.open("POST", to);
    request.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
    request.upload.onprogress = (event) => told(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = request.onabort = () => fail(unreachable());
    request.onload = async () => {
      if (request.status === 200) done(JSON.parse(request.responseText));
      else fail(await errorOf(new Response(request.responseText, { status: request.status })));
    };
    request.send(form);
  });
}

/** The files that a person sends to an address: some are there from before, more are added, each may be left out. */
export function useUploads(to: () => string, limits: () => Pick<AttachmentLimits, "size"> | undefined) {
  const files: Ref<Sending[]> = ref([]);
  let last = 0;

  function restore(waiting: FileRow[]): void {
    const known = new Set(files.value.map((file) => file.id));
    for (const row of waiting.filter((one) => !known.has(one.id)))
      files.value.push({ picture: false, ...row, key: ++last, preview: "", progress: 1, error: null });
  }

  async function add(chosen: Iterable<File>): Promise<void> {
    for (const file of chosen) {
      const picture = file.type.startsWith("image/");
      const preview = picture ? URL.createObjectURL(file) : "";
      const { name, size } = file;
      files.value.push({ key: ++last, name, size, picture, preview, progress: 0, id: null, error: null });
      await sendOne(files.value.at(-1)!, file); // one after the other: a slow line is not shared among all
    }
  }

  async function sendOne(row: Sending, file: File): Promise<void> {
    const most = limits()?.size;
    try {
      if (most && file.size > most) throw await tooBig(most);
      Object.assign(row, await send(to(), file, (part) => (row.progress = part)), { progress: 1 });
    } catch (problem) {
      row.error = problem as ApiError;
    }
  }

  function forget(row: Sending): void {
    if (row.preview) URL.revokeObjectURL(row.preview);
    files.value = files.value.filter((one) => one.key !== row.key);
  }

  return {
    files,
    restore,
    add,
    forget,
    ids: computed(() => files.value.flatMap((file) => file.id ?? [])),
    busy: computed(() => files.value.some((file) => !file.id && !file.error)),
  };
}

/** Said before a file travels for nothing. */
const tooBig = (most: number): Promise<ApiError> =>
  errorOf(
    new Response(
      JSON.stringify({
        error: { message: `文件超过 ${bytes(most)}，不能添加`, cure: "请压缩图片、截短视频或拆分文件后再添加" },
      }),
      { status: 422 },
    ),
  );
