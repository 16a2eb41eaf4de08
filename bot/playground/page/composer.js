// Where a person writes: text, the list of commands, attached files, an answer to a message.

import { upload } from "./api.js";
import { CommandList } from "./commands.js";
import { byId, el, icon, label, show } from "./dom.js";
import { factsOf, kindOf } from "./files.js";
import { plain } from "./message.js";
import { complain } from "./notices.js";
import { Recorder } from "./recorder.js";
import { size, word } from "./words.js";

const MOST_CHARACTERS = 4096;

export class Composer {
  /** `chat()` is the chat's id; `say(text, replyTo)` sends words; `back()` moves the focus to the messages. */
  constructor({ chat, say, back }) {
    this.chat = chat;
    this.say = say;
    this.back = back;
    this.staged = new Map();
    this.answering = null;
    this.field = byId("write");
    this.form = byId("composer");
    this.commands = new CommandList(this.field, (text) => this.sendText(text));
    for (
      const [id, name] of [["attach", "attach"], ["record", "mic"], ["send", "send"], ["sample", "spark"]]
    ) {
      byId(id).append(icon(name));
    }
    this.listen();
    new Recorder({
      began: () => this.refresh(),
      ended: () => this.refresh(),
      recorded: (voice) => this.stage(voice, true),
    });
    this.refresh();
  }

  listen() {
    this.field.addEventListener("input", () => this.refresh());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    byId("attach").addEventListener("click", () => byId("files").click());
    byId("files").addEventListener("change", (event) => {
      for (const file of event.target.files) this.stage({ file, name: file.name });
      event.target.value = "";
    });
    this.field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      for (const file of files) this.stage({ file, name: file.name });
    });
    this.listenToDrops();
  }

  listenToDrops() {
    const zone = byId("dropzone");
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragenter", (event) => carriesFiles(event) && show(zone, true));
    addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    zone.addEventListener("dragleave", () => show(zone, false));
    addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      show(zone, false);
      for (const file of event.dataTransfer.files) this.stage({ file, name: file.name });
      this.field.focus();
    });
  }

  key(event) {
    if (this.commands.key(event)) return;
    if (event.key === "Escape" && this.answering) this.answer(null);
    if (event.key === "ArrowUp" && !this.field.value) {
      event.preventDefault();
      return this.back();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  /** Write an answer to this message; null writes to nobody. */
  answer(message) {
    this.answering = message;
    const bar = byId("answering");
    if (!show(bar, Boolean(message))) return;
    const name = message.outgoing ? word("you") : (message.from?.first_name ?? "");
    bar.replaceChildren(
      icon("reply"),
      el(
        "div",
        { class: "names" },
        el("bdi", { class: "quoted-name", dir: "auto" }, word("reply_to", { name })),
        el("span", { class: "quoted-text", dir: "auto" }, plain(message)),
      ),
      el("button", {
        class: "mini",
        type: "button",
        wordLabel: "cancel",
        on: { click: () => this.answer(null) },
      }, icon("close")),
    );
    this.field.focus();
  }

  /** Keep a file ready to be sent, or send it at once. */
  async stage(staged, atOnce = false) {
    const id = crypto.randomUUID();
    const item = { ...staged, id, kind: staged.kind ?? kindOf(staged.file), fields: staged.fields ?? {} };
    item.element = this.chip(item);
    this.staged.set(id, item);
    byId("staged").append(item.element);
    this.refresh();
    item.facts = factsOf(item);
    if (atOnce) await this.send(item);
  }

  chip(item) {
    const away = el("button", { class: "mini", type: "button" }, icon("close"));
    label(away, word("remove", { name: item.name }));
    away.addEventListener("click", () => this.unstage(item));
    return el(
      "li",
      { class: "staged-file" },
      icon({ photo: "file", video: "film", audio: "note", voice: "mic" }[item.kind] ?? "file"),
      el(
        "span",
        { class: "names" },
        el("bdi", { class: "title", dir: "auto" }, item.name),
        el("span", { class: "performer" }, size(item.file.size)),
      ),
      away,
    );
  }

  unstage(item) {
    item.sending?.abort();
    item.element.remove();
    this.staged.delete(item.id);
    this.refresh();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text && !this.staged.size) return;
    if ([...text].length > MOST_CHARACTERS) return;
    if (!this.staged.size) return this.sendText(text);
    this.clearField();
    const replyTo = this.takeAnswer();
    let caption = text;
    for (const item of [...this.staged.values()].filter((waiting) => !waiting.sending)) {
      await this.send(item, { caption, replyTo });
      caption = "";
    }
  }

  async sendText(text) {
    const replyTo = this.takeAnswer();
    this.clearField();
    try {
      await this.say(text, replyTo);
    } catch (error) {
      if (!this.field.value) this.field.value = text;
      this.refresh();
      complain(error);
    }
  }

  async send(item, { caption = "", replyTo = this.takeAnswer() } = {}) {
    item.sending = new AbortController();
    item.element.classList.add("sending");
    const fields = { kind: item.kind, ...(await item.facts), caption, reply_to: replyTo };
    const progress = (share) => item.element.style.setProperty("--sent", `${share * 100}%`);
    try {
      await upload(this.chat(), {
        fields,
        file: item.file,
        name: item.name,
        progress,
        signal: item.sending.signal,
      });
      this.unstage(item);
    } catch (error) {
      item.sending = null;
      item.element.classList.remove("sending");
      complain(error);
    }
  }

  takeAnswer() {
    const id = this.answering?.message_id;
    this.answer(null);
    return id;
  }

  clearField() {
    this.field.value = "";
    this.refresh();
  }

  /** Fit the field to its words, and show the button that makes sense now. */
  refresh() {
    this.field.style.height = "";
    if (this.field.value) this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
    const length = [...this.field.value].length;
    const long = length > MOST_CHARACTERS;
    this.form.classList.toggle("too-long", long);
    this.form.dataset.count = long ? word("too_many_words", { count: length }) : "";
    const recording = this.form.classList.contains("busy-recording");
    const ready = this.field.value.trim() !== "" || this.staged.size > 0;
    show(byId("staged"), this.staged.size > 0);
    show(byId("line"), !recording);
    show(byId("send"), ready && !recording);
    show(byId("record"), !ready);
    byId("send").disabled = long;
    this.commands.refresh();
  }
}
