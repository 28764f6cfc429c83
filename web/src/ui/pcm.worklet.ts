// The sound of the microphone as 16-bit samples, a tenth of a second at a time. Runs beside the page, as a file of its own.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class Pcm extends AudioWorkletProcessor {
  private samples = new Int16Array(Math.round(sampleRate / 10));
  private count = 0;

  process([channels]: Float32Array[][]): boolean {
    for (const sample of channels?.[0] ?? []) {
      this.samples[this.count++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.count === this.samples.length) this.send();
    }
    return true;
  }

  private send() {
    this.port.postMessage(this.samples.buffer, [this.samples.buffer]);
    this.samples = new Int16Array(Math.round(sampleRate / 10));
    this.count = 0;
  }
}

registerProcessor("pcm", Pcm);
