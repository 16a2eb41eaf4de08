// Runs beside the page where the sound comes in: makes of it 16-bit numbers, a tenth of a second at a time.

const LOUDEST = 32767;

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.begin();
    this.port.onmessage = () => this.tell(true);
  }

  begin() {
    this.samples = new Int16Array(Math.round(sampleRate / 10));
    this.count = 0;
    this.peak = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      const held = Math.max(-1, Math.min(1, sample));
      this.peak = Math.max(this.peak, Math.abs(held));
      this.samples[this.count++] = Math.round(held * LOUDEST);
      if (this.count === this.samples.length) this.tell(false);
    }
    return true;
  }

  tell(flushed) {
    const sound = this.samples.buffer.slice(0, this.count * 2);
    this.port.postMessage({ sound, peak: this.peak, flushed }, [sound]);
    this.begin();
  }
}

registerProcessor("ear", Ear);
