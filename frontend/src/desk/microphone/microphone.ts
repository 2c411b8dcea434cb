/** The browser's microphone as frames of 16-bit linear sound, little endian. */
import worklet from "./frames.worklet.ts?worker&url";

export interface Microphone {
  /** Samples a second. */
  rate: number;
  close: () => void;
}

interface Listener {
  onFrame: (frame: ArrayBuffer) => void;
  /** The microphone was unplugged, or taken from the page. */
  onEnd: () => void;
}

/** Why there is no sound, in words for whoever sits there. */
export class NoMicrophone extends Error {}

const WANTED = 16_000;
const SOUND = { channelCount: 1, echoCancellation: true, autoGainControl: true, noiseSuppression: false };
const INSECURE =
  "浏览器只在 https 网址或本机页面上开放话筒。请用 https 网址打开智席；在服务器本机上，可用 http://localhost 打开。";
const REASONS: Record<string, string> = {
  NotAllowedError: "话筒未获允许。请点地址栏左侧的图标，把“麦克风”改为“允许”，再试一次。",
  NotFoundError: "没有找到话筒。请插好话筒或耳麦，再试一次。",
  NotReadableError: "话筒正被其他程序占用，或驱动有故障。请关闭其他通话软件，再试一次。",
};

/** Open the microphone. Throws NoMicrophone. */
export async function openMicrophone(listener: Listener): Promise<Microphone> {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new NoMicrophone(INSECURE);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: SOUND }).catch((error: DOMException) => {
    throw new NoMicrophone(REASONS[error.name] ?? `话筒打不开（${error.name}）。请检查话筒，再试一次。`);
  });
  const closing = [() => stream.getTracks().forEach((track) => track.stop())];
  try {
    const { context, source } = connected(stream);
    closing.push(() => void context.close());
    await context.audioWorklet.addModule(worklet);
    const frames = new AudioWorkletNode(context, "frames", { numberOfOutputs: 0, channelCount: 1 });
    frames.port.onmessage = (message) => listener.onFrame(message.data as ArrayBuffer);
    stream.getAudioTracks()[0]?.addEventListener("ended", listener.onEnd);
    source.connect(frames);
    await context.resume();
    return { rate: context.sampleRate, close: () => closing.forEach((step) => step()) };
  } catch (error) {
    closing.forEach((step) => step());
    console.error(error);
    throw new NoMicrophone("这个浏览器不能取得话筒的声音，请升级浏览器。");
  }
}

/** At 16 kHz where the browser brings it there; else at the microphone's own rate, and the gateway does. */
function connected(stream: MediaStream): { context: AudioContext; source: AudioNode } {
  for (const options of [{ sampleRate: WANTED }, {}]) {
    const context = new AudioContext(options);
    try {
      return { context, source: context.createMediaStreamSource(stream) };
    } catch (error) {
      void context.close();
      if (!("sampleRate" in options)) throw error;
    }
  }
  throw new TypeError("no audio context");
}

/** How loud a frame is, 0 to 1, as an ear takes it: 60 dB from end to end. */
export function loudness(frame: ArrayBuffer): number {
  const samples = new Int16Array(frame);
  const power = samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / Math.max(samples.length, 1);
  return Math.max(0, Math.min(1, 1 + (10 * Math.log10(power + 1e-12)) / 60));
}
