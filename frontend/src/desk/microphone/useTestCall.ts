/** A test call (试呼): the microphone and the line to the gateway, one at a time on a page. */
import { onScopeDispose, ref } from "vue";
import { type Leg, openLine, type SoundLine } from "./line";
import { loudness, type Microphone, NoMicrophone, openMicrophone } from "./microphone";

export type Standing = "idle" | "opening" | "speaking" | "broken";

const EVERY = 4; // frames between two looks at the level

export function useTestCall() {
  const standing = ref<Standing>("idle");
  const reason = ref("");
  const level = ref(0);
  let microphone: Microphone | null = null;
  let line: SoundLine | null = null;
  let frames = 0;
  let gone = false;

  async function start(leg: Leg): Promise<void> {
    if (standing.value !== "idle") return;
    standing.value = "opening";
    reason.value = "";
    try {
      microphone = await openMicrophone({ onFrame, onEnd: () => stop("话筒被拔下或停用，试呼已结束") });
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      return stop(error.message);
    }
    if (gone) return microphone.close(); // the page was left while the browser asked for the microphone
    line = openLine(name(), leg, microphone.rate, {
      onReady: () => (standing.value = "speaking"),
      onBroken: () => (standing.value = "broken"),
      onOver: stop,
    });
  }

  function onFrame(frame: ArrayBuffer): void {
    if (frames++ % EVERY === 0) level.value = loudness(frame);
    line?.send(frame);
  }

  function stop(why = ""): void {
    const [heldMicrophone, heldLine] = [microphone, line];
    microphone = line = null;
    standing.value = "idle";
    level.value = 0;
    reason.value = why;
    heldMicrophone?.close();
    heldLine?.hangUp();
  }

  onScopeDispose(() => {
    gone = true;
    stop();
  });
  return { standing, reason, level, start, stop };
}

/** A name of this page's own, by which a broken line finds its call again. */
const name = (): string => crypto.randomUUID();
