// The microphone as a stream: 16-bit samples while somebody speaks, nothing kept. Begin with `listen`.
import worklet from "./pcm.worklet?worker&url";
import { levelOf } from "./recorder";

export interface Listening {
  rate: number; // of the samples, Hz
  /** 0 to 1, of the last moment. */
  level: () => number;
  /** From now on `take` gets the samples. */
  begin: (take: (samples: ArrayBuffer) => void) => void;
  stop: () => void;
}

/** As the receiver gives it, without what browsers do to voices. Throws what the browser throws without a microphone. */
export async function listen(): Promise<Listening> {
  if (!navigator.mediaDevices) throw new DOMException("No microphone outside a safe address.", "NotAllowedError");
  const untouched = { channelCount: 1, noiseSuppression: false, echoCancellation: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: untouched });
  const context = new AudioContext();
  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    if (context.state !== "closed") void context.close();
  };
  try {
    await context.audioWorklet.addModule(worklet);
  } catch (error) {
    stop();
    throw error;
  }
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  source.connect(analyser);
  const begin: Listening["begin"] = (take) => {
    const node = new AudioWorkletNode(context, "pcm", { numberOfOutputs: 0 });
    node.port.onmessage = (event: MessageEvent<ArrayBuffer>) => take(event.data);
    source.connect(node);
  };
  return { rate: context.sampleRate, level: () => levelOf(analyser), begin, stop };
}
