const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus', 'audio/webm'];
const LONGEST_MS = 5 * 60_000;

/** Records a voice message; browsers offer it only on https and on this machine itself. */
export class Recorder {
  static possible =
    isSecureContext && 'MediaRecorder' in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

  #form;
  #on;
  #recorder;
  #timer;
  #keep = false;

  constructor(form, on) {
    this.#form = form;
    this.#on = on;
    form.querySelector('.record').addEventListener('click', () => this.#start());
    form.querySelector('.recording-cancel').addEventListener('click', () => this.#end(false));
  }

  get recording() {
    return this.#recorder !== undefined;
  }

  /** Ends the recording and hands it over. */
  stop() {
    this.#end(true);
  }

  async #start() {
    if (this.#recorder) return;
    let microphone;
    try {
      microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.#on.failed();
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(microphone, {
      ...(mimeType ? { mimeType } : {}),
      audioBitsPerSecond: 32_000,
    });
    const parts = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      for (const track of microphone.getTracks()) track.stop();
      const blob = new Blob(parts, { type: recorder.mimeType });
      if (this.#keep && blob.size > 0)
        this.#on.done({ blob, name: this.#name(recorder.mimeType), voice: true });
    });
    recorder.start();
    this.#recorder = recorder;
    this.#show(true);
  }

  #end(keep) {
    this.#keep = keep;
    this.#recorder?.stop();
    this.#recorder = undefined;
    this.#show(false);
  }

  #show(recording) {
    const output = this.#form.querySelector('.recording-time');
    const begun = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      output.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      if (Date.now() - begun > LONGEST_MS) this.stop();
    };
    clearInterval(this.#timer);
    if (recording) {
      tick();
      this.#timer = setInterval(tick, 500);
    }
    this.#form.querySelector('.recording').hidden = !recording;
    this.#on.changed();
  }

  #name(type) {
    return `voice.${type.includes('mp4') ? 'm4a' : type.includes('ogg') ? 'ogg' : 'webm'}`;
  }
}
