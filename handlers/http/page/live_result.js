// What came of it: the words, to be copied, saved in every form, and sent to one's chat.

import { Polish } from "./live_polish.js";

const part = (id) => document.getElementById(id);
const said = document.body.dataset;
const spoken = document.documentElement.lang;

class Refusal extends Error {}

export class Result {
  #proof;
  #complain;
  #polish;
  #job = "";
  #session = "";

  /** `proof()` is what goes into the header Authorization; `complain(sentence)` says what went wrong. */
  constructor(proof, complain) {
    this.#proof = proof;
    this.#complain = complain;
    const ask = (path, options) => this.#request(path, options);
    this.#polish = new Polish(ask, (act) => this.#tried(act), complain, () => this.#offerToSend());
    part("copy").addEventListener("click", copy);
    part("send").addEventListener("click", () => this.#tried(() => this.#send()));
    part("forms").addEventListener("click", ({ target: { dataset } }) => {
      if (dataset.form) this.#tried(() => this.#save(dataset.form));
    });
  }

  /** Show what `complete` says of a session. */
  show(message, { session, canSend, canPolish }) {
    this.#job = message.job_id;
    this.#session = session;
    const language = message.language && named(message.language);
    part("facts").replaceChildren(
      ...fact(said.spoken, language),
      ...fact(said.length, clock(message.duration)),
    );
    this.#polish.offer(this.#job, message.full_text, { canPolish });
    part("send").hidden = !canSend || !this.#job;
    part("forms").hidden = !this.#job;
    part("result").hidden = false;
    part("result-title").focus();
    part("result").scrollIntoView({ block: "nearest" });
  }

  /** Offer to send the version that is shown: another one may have been sent already. */
  #offerToSend() {
    part("send").textContent = said.send;
    part("send").disabled = false;
  }

  async #save(form) {
    const answer = await this.#request(`/api/jobs/${this.#job}/transcript?format=${form}${this.#polish.query}`);
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name ? decodeURIComponent(name[1]) : `transcript.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async #send() {
    part("send").disabled = true;
    try {
      const [version, mark] = this.#polish.query ? ["?polished=true", "-polished"] : ["", ""];
      await this.#request(`/api/transcribe/live/${this.#session}/send${version}`, {
        method: "POST",
        headers: { "Idempotency-Key": `send-${this.#session}${mark}` },
      });
      part("send").textContent = said.sent;
    } catch (error) {
      part("send").disabled = false;
      throw error;
    }
  }

  async #tried(act) {
    try {
      await act();
    } catch (error) {
      this.#complain(error instanceof Refusal ? error.message : said.offline);
    }
  }

  async #request(path, options = {}) {
    const headers = { ...options.headers, Authorization: this.#proof() };
    const answer = await fetch(path, { ...options, headers });
    if (answer.ok) return answer;
    const trouble = await answer.json().catch(() => ({}));
    if (trouble.code?.startsWith("page-")) throw new Refusal(said.reopen);
    throw new Refusal(trouble.message ?? `${answer.status} ${answer.statusText}`);
  }
}

export function named(language) {
  return new Intl.DisplayNames([spoken], { type: "language" }).of(language);
}

export function clock(length) {
  const whole = Math.floor(length);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function* fact(name, value) {
  if (!value) return;
  const row = document.createElement("div");
  const [term, told] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  told.textContent = value;
  row.append(term, told);
  yield row;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(part("text").textContent);
  } catch {
    // Without TLS, or without leave, there is no clipboard to write to; what is selected can be copied.
    getSelection().selectAllChildren(part("text"));
    document.execCommand("copy");
  }
  part("copy").textContent = said.copied;
  setTimeout(() => (part("copy").textContent = said.copy), 2000);
}
