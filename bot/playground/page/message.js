// One message on the page. An edit changes only what is different, so that what plays goes on playing.

import { el, icon, speak } from "./dom.js";
import { inlineButtons } from "./buttons.js";
import { rich } from "./entities.js";
import { carried, mediaView, mediaWords } from "./media.js";
import { timeOf, word } from "./words.js";

const REACTIONS = ["👍", "❤️", "🔥", "🎉", "👎"];

/** Return a message as one line of plain words. */
export function plain(message) {
  return [mediaWords(message), message.text ?? message.caption ?? ""].filter(Boolean).join(" — ");
}

/** Return whether a message is a line about the chat and not somebody's words. */
export function isService(message) {
  return ["pinned_message", "new_chat_members", "left_chat_member", "group_chat_created"].some((name) =>
    message[name]
  );
}

export class MessageView {
  /** `acts`: `{act, reply, react, copy, jump}`, what a person may do with it. */
  constructor(message, acts) {
    this.acts = acts;
    this.shown = {};
    this.sender = el("bdi", { class: "sender", dir: "auto" });
    this.quote = el("button", { class: "quote", type: "button", hidden: true });
    this.media = el("div", { class: "media", hidden: true });
    this.text = el("div", { class: "text", dir: "auto" });
    this.reactions = el("span", { class: "reactions" });
    this.time = el("time", {});
    this.bubble = el(
      "div",
      { class: "bubble" },
      this.sender,
      this.quote,
      this.media,
      this.text,
      el("div", { class: "meta" }, this.reactions, this.time),
    );
    this.keys = el("div", { class: "keys" });
    const body = el("div", { class: "body" }, this.bubble, this.keys, this.actions());
    this.element = el("li", { class: "message", tabindex: "-1", data: { id: message.message_id } }, body);
    this.update(message);
  }

  /** Show the message as it is now. */
  update(message) {
    this.message = message;
    const mine = Boolean(message.outgoing) && message.from?.id === this.acts.me();
    this.element.classList.toggle("mine", mine);
    this.sender.textContent = mine
      ? word("you")
      : (message.from?.first_name ?? message.sender_chat?.title ?? "");
    // Between two everybody sees whose words they are; others listen.
    this.sender.classList.toggle("unseen", mine || message.chat.type === "private");
    const spoken = document.documentElement.lang;
    this.changed("quote", `${message.reply_to_message?.message_id} ${spoken}`, () => this.showQuote());
    this.changed("media", carried(message)?.key, () => this.showMedia());
    this.view?.update(carried(message).file);
    const words = message.text ?? message.caption ?? "";
    const entities = message.entities ?? message.caption_entities ?? [];
    this.changed("words", JSON.stringify([words, entities]), () => this.showWords(words, entities));
    this.changed("keys", JSON.stringify([message.message_id, message.reply_markup]), () => this.showKeys());
    this.changed("reactions", JSON.stringify(message.reactions ?? []), () => this.showReactions());
    const edited = message.outgoing && message.edit_date ? `${word("edited")} · ` : "";
    this.time.textContent = edited + timeOf(message.date);
    this.time.dateTime = new Date(message.date * 1000).toISOString();
  }

  changed(part, now, draw) {
    if (this.shown[part] === now) return;
    this.shown[part] = now;
    draw();
  }

  showQuote() {
    const quoted = this.message.reply_to_message;
    this.quote.hidden = !quoted;
    if (!quoted) return;
    const name = quoted.outgoing ? word("you") : (quoted.from?.first_name ?? "");
    this.quote.replaceChildren(
      el("bdi", { class: "quoted-name", dir: "auto" }, name),
      el("span", { class: "quoted-text", dir: "auto" }, plain(quoted) || word("deleted_quote")),
    );
    this.quote.onclick = () => this.acts.jump(quoted.message_id);
  }

  showMedia() {
    const thing = carried(this.message);
    this.view = thing && mediaView(thing);
    this.media.hidden = !thing;
    this.media.replaceChildren(...(thing ? [this.view.element] : []));
    this.bubble.dataset.kind = thing?.kind ?? "text";
  }

  showWords(words, entities) {
    this.text.hidden = !words;
    this.text.replaceChildren(...rich(words, entities, this.acts.act));
    this.element.classList.toggle(
      "big",
      /^\p{Extended_Pictographic}(\uFE0F|\p{Emoji_Modifier})?$/u.test(words),
    );
  }

  showKeys() {
    const focused = this.keys.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const buttons = inlineButtons(this.message, this.acts.act);
    this.keys.replaceChildren(...(buttons ? [buttons] : []));
    if (focused === null) return;
    const same = [...this.keys.querySelectorAll(".key")].find((key) => key.dataset.key === focused);
    (same ?? this.keys.querySelector(".key"))?.focus();
  }

  showReactions() {
    const counts = new Map();
    for (const { emoji } of this.message.reactions ?? []) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    const drawn = [...counts].map(([emoji, count]) =>
      el("span", { class: "reaction" }, count > 1 ? `${emoji} ${count}` : emoji)
    );
    this.reactions.replaceChildren(...drawn);
  }

  actions() {
    const tool = (name, key, click) =>
      el("button", { class: "mini", type: "button", wordLabel: key, on: { click } }, icon(name));
    const faces = el("span", { class: "faces", hidden: true });
    for (const emoji of REACTIONS) {
      faces.append(
        el(
          "button",
          { class: "mini", type: "button", on: { click: () => this.toggle(emoji, faces) } },
          emoji,
        ),
      );
    }
    return el(
      "div",
      { class: "actions" },
      tool("reply", "reply", () => this.acts.reply(this.message)),
      tool("copy", "copy", () => this.acts.copy(this.message)),
      tool("smile", "react", () => (faces.hidden = !faces.hidden)),
      faces,
    );
  }

  toggle(emoji, faces) {
    faces.hidden = true;
    const mine = (this.message.reactions ?? []).some((given) =>
      given.emoji === emoji && given.user_id === this.acts.me()
    );
    this.acts.react(this.message, mine ? "" : emoji);
  }
}

/** A line about the chat itself. */
export function serviceLine(message) {
  const names = (message.new_chat_members ?? []).map((user) => user.first_name).join(", ");
  const text = message.pinned_message ? `📌 ${plain(message.pinned_message)}` : names ? `+ ${names}` : "·";
  return el("li", { class: "day", data: { id: message.message_id } }, el("bdi", { dir: "auto" }, text));
}

/** A draft that the bot is still writing, with the button that stops it. */
export class DraftView {
  constructor(draft, acts, stop) {
    this.acts = acts;
    this.text = el("div", { class: "text", dir: "auto" });
    this.stop = el(
      "button",
      { class: "key stop", type: "button" },
      icon("stop"),
      el("span", { word: "stop" }),
    );
    this.stop.addEventListener("click", () => {
      this.stop.disabled = true;
      this.stop.querySelector("span").dataset.word = "stopping";
      speak(this.stop);
      stop(draft.draft_id);
    });
    this.bubble = el("div", { class: "bubble" }, this.text);
    this.element = el(
      "li",
      { class: "message draft", wordLabel: "draft" },
      el("div", { class: "body" }, this.bubble, this.stop),
    );
    this.update(draft);
  }

  update(draft) {
    this.stop.hidden = !draft.can_stop;
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    const thinking = el("span", { class: "thinking" }, el("span", { word: "thinking" }), dots);
    this.text.replaceChildren(...(draft.text ? rich(draft.text, draft.entities, this.acts.act) : [thinking]));
  }
}
