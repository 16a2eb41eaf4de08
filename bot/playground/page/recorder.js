// Records a voice note: shows that it listens and how loud it hears, and says plainly when it cannot.

import { byId, el, icon } from "./dom.js";
import { toast } from "./notices.js";
import { clock, word } from "./words.js";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const BARS = 48;
const BAR_MS = 90;
const REASONS = {
  NotAllowedError: "microphone_denied",
  SecurityError: "microphone_denied",
  NotFoundError: "microphone_missing",
  NotReadableError: "microphone_busy",
};

export class Recorder {
  /** `recorded({file, name, kind, fields})` receives what was said. */
  constructor({ began, ended, recorded }) {
    this.tell = { began, ended, recorded };
    this.box = byId("recording");
    byId("record").addEventListener("click", () => this.start());
  }

  async start() {
    if (!navigator.mediaDevices || !globalThis.MediaRecorder) return toast(word("microphone_missing"));
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      return toast(word(REASONS[error.name] ?? "microphone_unknown"));
    }
    this.stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
    this.parts = [];
    this.recorder.ondataavailable = (event) => this.parts.push(event.data);
    this.recorder.onstop = () => this.finish();
    this.recorder.start();
    this.began = performance.now();
    this.wanted = false;
    this.draw();
    this.meter(stream);
    byId("composer").classList.add("busy-recording");
    this.tell.began();
    this.box.hidden = false;
    this.box.querySelector(".send").focus();
  }

  draw() {
    const stop = (wanted) => () => {
      this.wanted = wanted;
      this.recorder.stop();
    };
    this.passed = el("span", { class: "passed" }, clock(0));
    this.bars = Array.from({ length: BARS }, () => el("i"));
    this.box.replaceChildren(
      el(
        "button",
        { class: "tool", type: "button", wordLabel: "discard", on: { click: stop(false) } },
        icon("trash"),
      ),
      el("span", { class: "live", "aria-hidden": "true" }),
      el("span", { class: "unseen", role: "status", word: "recording" }),
      this.passed,
      el("span", { class: "level", "aria-hidden": "true" }, this.bars),
      el(
        "button",
        { class: "send", type: "button", wordLabel: "send_recording", on: { click: stop(true) } },
        icon("send"),
      ),
    );
    this.box.onkeydown = (event) => event.key === "Escape" && stop(false)();
  }

  meter(stream) {
    this.sound = new AudioContext();
    const ear = this.sound.createAnalyser();
    ear.fftSize = 1024;
    this.sound.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    const heard = Array(BARS).fill(0);
    this.ticking = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      const loud = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      heard.push(Math.min(1, loud * 5));
      heard.shift();
      this.bars.forEach((bar, i) => bar.style.setProperty("--high", heard[i].toFixed(3)));
      this.passed.textContent = clock((performance.now() - this.began) / 1000);
    }, BAR_MS);
  }

  finish() {
    clearInterval(this.ticking);
    this.sound.close();
    for (const track of this.stream.getTracks()) track.stop();
    this.box.hidden = true;
    byId("composer").classList.remove("busy-recording");
    this.tell.ended();
    byId("write").focus();
    if (!this.wanted) return;
    const type = this.recorder.mimeType.split(";")[0];
    const file = new Blob(this.parts, { type });
    const duration = Math.max(1, Math.round((performance.now() - this.began) / 1000));
    this.tell.recorded({ file, name: `voice.${type.split("/")[1]}`, kind: "voice", fields: { duration } });
  }
}
