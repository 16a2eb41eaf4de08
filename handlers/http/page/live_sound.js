// The microphone. What it hears comes as it is: nobody takes noise or echoes out before it is listened to.

const WISH = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const LONGEST_FLUSH_MS = 1000;

export class Sound {
  #context;
  #stream;
  #source;
  #ear;
  #heard;
  #lost;
  #flushed = () => {};
  #running = true;

  /** `heard(bytes, peak)` gets every tenth of a second; `lost()` is told when the microphone goes. */
  constructor(heard, lost) {
    this.#heard = heard;
    this.#lost = lost;
  }

  get rate() {
    return this.#context.sampleRate;
  }

  /** `rate` is that of the sound before, where this goes on with it. */
  async open(rate) {
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: WISH });
    this.#context = new AudioContext(rate ? { sampleRate: rate } : {});
    await this.#context.audioWorklet.addModule("/live/live_ear.js");
    this.#ear = new AudioWorkletNode(this.#context, "ear", {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    this.#ear.port.onmessage = ({ data }) => this.#take(data);
    this.#context.onstatechange = () => this.#wake();
    this.#attach();
    this.#wake();
  }

  /** Listen no more for a while; what was heard so far is handed over first. */
  async pause() {
    await this.#flush();
    this.#running = false;
    for (const track of this.#stream.getTracks()) track.enabled = false;
    await this.#context.suspend();
  }

  async resume() {
    this.#running = true;
    if (this.#stream.getTracks().some((track) => track.readyState === "ended")) {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: WISH });
      this.#attach();
    }
    for (const track of this.#stream.getTracks()) track.enabled = true;
    await this.#context.resume();
  }

  /** Let go of the microphone; what was heard so far is handed over first. */
  async close() {
    if (this.#running && this.#ear) await this.#flush();
    this.#running = false;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    if (this.#context?.state !== "closed") await this.#context?.close();
  }

  #attach() {
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(this.#stream);
    this.#source.connect(this.#ear);
    for (const track of this.#stream.getTracks()) track.onended = () => this.#lost();
  }

  #flush() {
    if (this.#context.state !== "running") return Promise.resolve();
    const done = new Promise((resolve) => {
      this.#flushed = resolve;
      setTimeout(resolve, LONGEST_FLUSH_MS);
    });
    this.#ear.port.postMessage("flush");
    return done;
  }

  #take({ sound, peak, flushed }) {
    if (sound.byteLength) this.#heard(new Uint8Array(sound), peak);
    if (flushed) this.#flushed();
  }

  #wake() {
    // A phone call interrupts the context, and nobody but us sets it going again.
    if (this.#running && this.#context.state !== "running" && this.#context.state !== "closed") {
      this.#context.resume().catch(() => {});
    }
  }
}
