/** The line to the gateway (`gateway/browser.py`): sound goes out under one name, and a broken line is taken up again. */
export type Leg = "caller" | "agent";

interface Listener {
  onReady: () => void;
  /** It broke, and is being tried again. */
  onBroken: () => void;
  /** The other side has ended it, or it is lost; "" for a plain hang-up. */
  onOver: (reason: string) => void;
}

export interface SoundLine {
  send: (frame: ArrayBuffer) => void;
  hangUp: () => void;
}

const WAITS = [300, 700, 1_500, 3_000, 5_000, 5_000, 5_000, 5_000]; // ms; after all of them it is given up
const MOST_UNSENT = 1 << 17; // bytes that may wait in the socket: four seconds; what is older than that nobody needs
const DONE = 1000;
const RESTARTS = 1012;
const REASONS: Record<number, string> = {
  4401: "登录已过期，请重新登录",
  4408: "没有等到声音，试呼已结束",
  4409: "这一路声音已由另一个连接提供",
  4415: "语音网关不认识这个话筒的采样率",
  4418: "太久没有声音，试呼已结束",
  4419: "试呼超过时长上限",
  4429: "同时通话的路数已满，请稍后再试",
  4503: "这通试呼没有登记成功，请稍后再试",
};
const NEVER = "语音网关没有应答。请稍后再试；若一直如此，请系统管理员检查语音网关。";
const LOST = "语音网关的连接断了，没有恢复，试呼已结束；已听到的都已保存";

/** Begin a call. rate: samples a second. */
export function openLine(call: string, leg: Leg, rate: number, listener: Listener): SoundLine {
  let socket: WebSocket;
  let tries = 0;
  let ready = false;
  let ever = false;
  let over = false;
  let timer = 0;

  function connect(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const mine = (socket = new WebSocket(`${scheme}://${location.host}/gateway/browser`));
    mine.onopen = () => mine.send(JSON.stringify({ kind: "start", call, rate, leg }));
    mine.onmessage = () => {
      ready = ever = true;
      tries = 0;
      listener.onReady();
    };
    mine.onclose = ({ code, reason }) => {
      ready = false;
      if (over) return;
      if (code === DONE) finish("");
      else if (code >= 4000) finish(REASONS[code] ?? `语音网关拒绝了声音（${reason || code}）`);
      else again(code === RESTARTS);
    };
  }

  function again(restarts: boolean): void {
    const wait = WAITS[tries++];
    if (wait === undefined || (!ever && !restarts && tries > 2)) return finish(ever ? LOST : NEVER);
    listener.onBroken();
    timer = window.setTimeout(connect, wait);
  }

  function finish(reason: string): void {
    over = true;
    window.clearTimeout(timer);
    listener.onOver(reason);
  }

  connect();
  return {
    send: (frame) => {
      if (ready && socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_UNSENT) socket.send(frame);
    },
    hangUp: () => {
      if (over) return;
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: "stop" }));
      over = true;
      window.clearTimeout(timer);
      socket.close(DONE);
    },
  };
}
