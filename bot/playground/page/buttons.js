// Draws the rows of buttons under a message, and keeps a pressed one turning until the bot has answered.

import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { complain, toast } from "./notices.js";
import { word } from "./words.js";

const ANSWER_WITHIN_MS = 20_000;
const STYLES = new Set(["primary", "success", "danger", "link"]);
const waiting = new Map();
const early = new Set();

/** Return the element with a message's buttons, null when it has none. */
export function inlineButtons(message, act) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const drawn = rows.map((row) =>
    el("div", { class: "row" }, row.map((button) => one(message, button, act)))
  );
  return el("div", { class: "buttons" }, drawn);
}

/** Return the rows of a keyboard that stands in for typing. */
export function replyButtons(keyboard, say) {
  return keyboard.map((row) =>
    el(
      "div",
      { class: "row" },
      row.map((button) => {
        const text = typeof button === "string" ? button : button.text;
        return el("button", {
          class: "key",
          type: "button",
          on: { click: () => say(text) },
        }, el("bdi", { dir: "auto" }, text));
      }),
    )
  );
}

/** The bot has answered a button: let go of it. */
export function answered(callbackId) {
  const found = [...waiting].find(([, held]) => held.callbackId === callbackId);
  if (found) release(found[0]);
  // An answer may overtake the reply that names its callback.
  else if ([...waiting.values()].some((held) => held.callbackId === null)) early.add(callbackId);
}

function one(message, button, act) {
  const style = STYLES.has(button.style) ? ` ${button.style}` : "";
  const face = el("bdi", { dir: "auto" }, button.text);
  // What Telegram opens within itself is opened beside the playground.
  const url = button.url ?? button.web_app?.url;
  if (url) {
    return el(
      "a",
      {
        class: `key${style}`,
        href: /^(https?|tg|mailto|tel):/i.test(url) ? url : null,
        target: "_blank",
        rel: "noopener noreferrer",
        on: { click: (event) => act({ link: url }) && event.preventDefault() },
      },
      face,
      icon("open"),
    );
  }
  const key = `${message.chat.id}/${message.message_id}/${button.callback_data}`;
  const node = el("button", {
    class: `key${style}`,
    type: "button",
    disabled: Boolean(button.disabled),
    data: { key },
  }, face);
  if (waiting.has(key)) node.setAttribute("aria-busy", "true");
  node.addEventListener("click", () => {
    if (button.copy_text) copy(button.copy_text.text);
    else if (button.callback_data !== undefined) press(key, message, button.callback_data);
    else toast(word("not_shown", { kind: button.text }));
  });
  return node;
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(word("copied"));
}

async function press(key, message, data) {
  if (waiting.has(key)) return;
  const timer = setTimeout(() => {
    release(key);
    toast(word("no_answer"));
  }, ANSWER_WITHIN_MS);
  waiting.set(key, { timer, callbackId: null });
  mark(key, true);
  try {
    const pressed = await post(`/sim/chats/${message.chat.id}/press`, {
      message_id: message.message_id,
      data,
    });
    const held = waiting.get(key);
    if (held) held.callbackId = pressed.callback_id;
    if (early.delete(pressed.callback_id)) release(key);
  } catch (error) {
    release(key);
    complain(error);
  }
}

function release(key) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  mark(key, false);
}

function mark(key, busy) {
  for (const node of document.querySelectorAll(".key[data-key]")) {
    if (node.dataset.key === key) {
      if (busy) node.setAttribute("aria-busy", "true");
      else node.removeAttribute("aria-busy");
    }
  }
}
