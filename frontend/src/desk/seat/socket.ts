/** The seat's live connection: goes on after the last item when it broke, and says whether it stands. */
import type { FeedItem, PartialItem } from "@/api/types";

interface Listener {
  /** The last item that was seen; null: none yet, start from now. */
  since: () => number | null;
  onItem: (item: FeedItem) => void;
  onPartial: (item: PartialItem) => void;
  onReady: (last: number) => void;
  onState: (connected: boolean) => void;
  /** It could not be opened: perhaps the session is over. */
  onRefused: () => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
const STABLE = 10_000; // a line that stood this long and breaks is opened again at once
const PING_EVERY = 20_000;

export interface Feed {
  close: () => void;
  /** Which call is open on the desk: its words in the making come too. */
  look: (call: string | null) => void;
}

/** Connect, and stay connected until it is closed. */
export function openFeed(listener: Listener): Feed {
  let socket: WebSocket | null = null;
  let wait = FIRST_WAIT;
  let timer = 0;
  let stopped = false;
  let open: string | null = null;

  function connect(): void {
    const since = listener.since();
    const query = since === null ? "" : `?since=${since}`;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const mine = new WebSocket(`${scheme}://${location.host}/ws/seat${query}`);
    let ready = false;
    socket = mine;
    mine.onmessage = (message) => {
      const item = JSON.parse(message.data as string) as FeedItem | PartialItem | { kind: "ready"; id: number };
      if (item.kind === "ready") {
        ready = true;
        window.clearTimeout(timer);
        timer = window.setTimeout(() => (wait = FIRST_WAIT), STABLE);
        listener.onState(true);
        listener.onReady(item.id);
        if (open) look(open);
      } else if (item.kind === "partial") {
        listener.onPartial(item);
      } else if ("call" in item) {
        listener.onItem(item);
      }
    };
    mine.onclose = () => {
      if (stopped || socket !== mine) return;
      listener.onState(false);
      if (!ready && navigator.onLine) listener.onRefused();
      window.clearTimeout(timer);
      timer = window.setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  function look(call: string | null): void {
    open = call;
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: "look", call }));
  }

  const ping = window.setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: "ping" }));
  }, PING_EVERY);
  // A broken network is noticed at once, and one that is back is used at once.
  const lost = () => socket?.close();
  const back = () => {
    if (socket?.readyState === WebSocket.OPEN) return;
    window.clearTimeout(timer);
    wait = FIRST_WAIT;
    connect();
  };
  window.addEventListener("offline", lost);
  window.addEventListener("online", back);
  connect();

  function close(): void {
    stopped = true;
    window.clearInterval(ping);
    window.clearTimeout(timer);
    window.removeEventListener("offline", lost);
    window.removeEventListener("online", back);
    socket?.close();
  }
  return { close, look };
}
