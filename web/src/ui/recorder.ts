// The microphone: a recording, and how loud it is just now. Nothing is kept but in memory. Begin with `record`.

export interface Recording {
  /** 0 to 1, of the last moment. */
  level: () => number;
  stop: () => Promise<Blob>;
  discard: () => void;
}

const LOUD = 0.25; // root mean square of near speech, that fills the meter

/** Throws what the browser throws when there is no microphone, or it may not be used. */
export async function record(): Promise<Recording> {
  if (!navigator.mediaDevices) throw new DOMException("No microphone outside a safe address.", "NotAllowedError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.start();
  const release = () => {
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  };
  const stopped = new Promise<Blob>((resolve) => {
    recorder.onstop = () => {
      release();
      resolve(new Blob(pieces, { type: recorder.mimeType.split(";")[0] }));
    };
  });
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
    return stopped;
  };
  return { level: () => levelOf(analyser), stop, discard: () => void stop() };
}

/** How loud it is just now, 0 to 1. */
export function levelOf(analyser: AnalyserNode): number {
  const wave = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(wave);
  return loudness(wave);
}

/** 0 to 1; linear in the root mean square. */
export function loudness(wave: Float32Array): number {
  const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length;
  return Math.min(1, Math.sqrt(power) / LOUD);
}
