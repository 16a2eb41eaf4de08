// Opens the chat: asks for its state, draws what was said, and then listens.

import { get, post } from "./api.js";
import { answered, replyButtons } from "./buttons.js";
import { Composer } from "./composer.js";
import { byId, el, icon, label, show, speak } from "./dom.js";
import { Feed } from "./feed.js";
import { Inspector } from "./inspector.js";
import { plain } from "./message.js";
import { ask, complain, toast } from "./notices.js";
import { samplesMenu, welcome } from "./samples.js";
import { listen } from "./stream.js";
import { setLanguage, word } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };

let state = null;
let chatId = null;
let hangUp = () => {};
let line = "connecting";

const say = (text, replyTo) => post(`/sim/chats/${chatId}/send`, { text, reply_to: replyTo });
const tell = (text) => say(text).catch(complain);

const feed = new Feed({
  act: follow,
  me: () => state.me.id,
  reply: (message) => composer.answer(message),
  react: (message, emoji) =>
    post(`/sim/chats/${chatId}/react`, { message_id: message.message_id, emoji }).catch(complain),
  copy: (message) =>
    navigator.clipboard.writeText(plain(message)).then(() => toast(word("copied")), complain),
  stop: (draftId) => post(`/sim/chats/${chatId}/stop`, { draft_id: draftId }).catch(complain),
});
const composer = new Composer({ chat: () => chatId, say, back: () => feed.focusLast() });
const inspector = new Inspector({ reset: () => open() });

/** Follow a tapped command or link inside the chat; returns whether it was for the chat. */
function follow({ command, link }) {
  if (command) {
    tell(command);
    return true;
  }
  const start = new RegExp(
    `^(?:https?://t\\.me/${state.bot.username}\\?|tg://resolve\\?.*domain=${state.bot.username}.*)start=([\\w-]+)`,
    "i",
  );
  const payload = start.exec(link)?.[1];
  if (payload) tell(`/start ${payload}`);
  return Boolean(payload);
}

/** Load everything and listen from there on. */
async function open() {
  hangUp();
  state = await get("/sim/state", { chat: chatId });
  chatId ??= (state.chats.find((chat) => chat.type === "private") ?? state.chats[0]).id;
  introduce();
  const messages = await get(`/sim/chats/${chatId}/messages`);
  feed.load(messages);
  keyboard(messages.findLast((message) => message.reply_keyboard)?.reply_keyboard ?? {});
  greet();
  hangUp = listen(chatId, state.event, listeners, (told) => {
    line = told;
    showLine();
  });
  inspector.count();
}

const listeners = {
  message({ message }) {
    feed.put(message);
    if (message.reply_keyboard) keyboard(message.reply_keyboard);
    greet();
  },
  edited: ({ message }) => feed.put(message, { quiet: true }),
  deleted({ message_ids: ids }) {
    feed.remove(ids);
    greet();
  },
  draft: (draft) => feed.draft(draft),
  draft_gone: ({ draft_id: id }) => feed.draftGone(id),
  action: ({ action }) => feed.action(action),
  reaction: ({ message_id: id, reactions }) => feed.react(id, reactions),
  callback_answer(answer) {
    answered(answer.callback_id);
    if (answer.user_id && answer.user_id !== state.me.id) return;
    if (answer.url && follow({ link: answer.url })) return;
    if (answer.show_alert || answer.url) ask(answer.text || word("open"), { link: answer.url });
    else if (answer.text) toast(answer.text);
  },
  async commands() {
    state = await get("/sim/state", { chat: chatId });
    introduce();
  },
  reset: () => open().catch(complain),
};

function introduce() {
  setLanguage(state.me.language_code);
  byId("language").value = document.documentElement.lang;
  byId("bot-name").textContent = state.bot.first_name;
  document.title = state.bot.first_name;
  composer.commands.offer(state.commands);
  const chats = byId("chats");
  show(chats, state.chats.length > 1);
  chats.replaceChildren(
    ...state.chats.map((chat) => el("option", { value: chat.id }, chat.title ?? state.bot.first_name)),
  );
  chats.value = String(chatId);
  welcome(state.demo_url, tell);
  samplesMenu(state.demo_url, tell);
  speak();
  showTheme();
  showLine();
}

function greet() {
  show(byId("welcome"), feed.empty);
}

function keyboard(markup) {
  const box = byId("reply-keyboard");
  const rows = markup.keyboard ?? [];
  box.replaceChildren(...replyButtons(rows, tell));
  show(box, rows.length > 0);
}

function showLine() {
  byId("status").textContent = word(line);
  byId("status").dataset.line = line;
}

function theme() {
  return document.documentElement.dataset.theme ?? "auto";
}

function showTheme() {
  byId("theme").replaceChildren(icon(THEME_ICONS[theme()]));
  label(byId("theme"), word(`theme_${theme()}`));
}

byId("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
  showTheme();
});

byId("language").addEventListener("change", async (event) => {
  try {
    await post("/sim/user", { language_code: event.target.value });
    state = await get("/sim/state", { chat: chatId });
    introduce();
    feed.respeak();
    composer.refresh();
  } catch (error) {
    complain(error);
  }
});

byId("chats").addEventListener("change", (event) => {
  chatId = Number(event.target.value);
  open().catch(complain);
});

// A letter typed anywhere belongs into the field.
document.addEventListener("keydown", (event) => {
  const typing = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey &&
    !event.altKey;
  const free = document.activeElement === document.body || byId("scroller").contains(document.activeElement);
  if (typing && free) byId("write").focus();
});

setLanguage(navigator.language);
speak();
showTheme();
showLine();
open().then(
  () => byId("write").focus(),
  (error) => {
    line = "lost";
    showLine();
    complain(error);
  },
);
