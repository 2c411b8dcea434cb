/** Runs beside the page's own script: cuts the microphone's sound into frames of 20 ms, 16-bit linear. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const FRAME = Math.round(sampleRate / 50);

class Frames extends AudioWorkletProcessor {
  private frame = new Int16Array(FRAME);
  private filled = 0;

  /** inputs: of one source, its channels; silence while the microphone is being opened. */
  process(inputs: Float32Array[][]): boolean {
    for (const sample of inputs[0]?.[0] ?? []) {
      const size = Math.max(-1, Math.min(1, sample));
      this.frame[this.filled++] = Math.round(size < 0 ? size * 32768 : size * 32767);
      if (this.filled < FRAME) continue;
      this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
      this.frame = new Int16Array(FRAME);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("frames", Frames);
