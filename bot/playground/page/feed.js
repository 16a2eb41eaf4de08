// The list of messages: puts each in its place, and stays at the newest only while the reader is there.

import { byId, el, show } from "./dom.js";
import { DraftView, isService, MessageView, plain, serviceLine } from "./message.js";
import { announce } from "./notices.js";
import { dayOf, word } from "./words.js";

const NEAR_PIXELS = 90;
const TOGETHER_SECONDS = 300;
const ACTION_MS = 5500;

export class Feed {
  /** `acts` as MessageView wants them, and `stop(draft_id)`. */
  constructor(acts) {
    this.acts = { ...acts, jump: (id) => this.jump(id) };
    this.views = new Map();
    this.drafts = new Map();
    this.unseen = 0;
    this.list = byId("messages");
    this.scroller = byId("scroller");
    this.newer = byId("newer");
    this.actionLine = byId("action");
    this.atEnd = true;
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.newer.addEventListener("click", () => this.toEnd(true));
    this.list.addEventListener("keydown", (event) => this.key(event));
    // Pictures and players change their height after they were put in.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller.firstElementChild);
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
  }

  get empty() {
    return this.views.size === 0;
  }

  /** Show these messages and no others. */
  load(messages) {
    this.clear();
    for (const message of messages) this.put(message, { quiet: true });
    this.toEnd();
  }

  clear() {
    this.views.clear();
    this.drafts.clear();
    this.list.replaceChildren();
    byId("drafts").replaceChildren();
    this.action(null);
    this.unseen = 0;
    this.atEnd = true;
    this.chip();
  }

  /** Show a new message, or an old one as it is now. */
  put(message, { quiet = false } = {}) {
    const known = this.views.get(message.message_id);
    if (known) return this.edit(known, message);
    const view = isService(message)
      ? { element: serviceLine(message), message }
      : new MessageView(message, this.acts);
    this.views.set(message.message_id, view);
    this.place(view);
    if (!message.outgoing) this.action(null);
    if (quiet) return;
    view.element.classList.add("arriving");
    if (!message.outgoing) announce(plain(message));
    if (message.outgoing || this.atEnd) this.toEnd();
    else this.unseen += 1;
    this.chip();
  }

  edit(view, message) {
    const before = plain(view.message);
    const mediaBefore = view.shown?.media;
    view.update?.(message);
    if (view.shown?.media !== mediaBefore) this.action(null);
    // Progress would be read aloud for minutes; that a card has become a player is news.
    if (!message.outgoing && view.shown?.media !== mediaBefore && plain(message) !== before) {
      announce(plain(message));
    }
  }

  remove(ids) {
    for (const id of ids) {
      const view = this.views.get(id);
      this.views.delete(id);
      if (view) leave(view.element, () => this.regroup());
    }
  }

  react(id, reactions) {
    const view = this.views.get(id);
    view?.update?.({ ...view.message, reactions });
  }

  draft(draft) {
    const known = this.drafts.get(draft.draft_id);
    if (known) return known.update(draft);
    const view = new DraftView(draft, this.acts, this.acts.stop);
    this.drafts.set(draft.draft_id, view);
    byId("drafts").append(view.element);
    this.action(null);
    announce(word("draft"));
  }

  draftGone(draftId) {
    this.drafts.get(draftId)?.element.remove();
    this.drafts.delete(draftId);
  }

  /** Say that the bot is typing, sending …; null says that it is not. */
  action(name) {
    clearTimeout(this.actionTimer);
    const text = name && word(`action_${name}`);
    if (!show(this.actionLine, Boolean(text))) return;
    this.actionLine.replaceChildren(
      el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
      text,
    );
    this.actionTimer = setTimeout(() => this.action(null), ACTION_MS);
  }

  /** Say everything again, in another language. */
  respeak() {
    for (const view of this.views.values()) view.update?.(view.message);
    for (const line of this.list.querySelectorAll(".day[data-date]")) {
      line.textContent = dayOf(Number(line.dataset.date));
    }
    this.chip();
  }

  jump(id) {
    const element = this.views.get(id)?.element;
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    element.classList.remove("found");
    requestAnimationFrame(() => element.classList.add("found"));
  }

  /** Let the arrow keys walk from message to message; Tab then leads into the one that has the focus. */
  key(event) {
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (!step || !event.target.matches(".message")) return;
    event.preventDefault();
    let next = event.target[step];
    while (next && !next.matches(".message")) next = next[step];
    if (next) next.focus();
    else if (event.key === "ArrowDown") byId("write").focus();
  }

  /** Give the newest message the focus. */
  focusLast() {
    [...this.list.querySelectorAll(":scope > .message")].at(-1)?.focus();
  }

  toEnd(smooth = false) {
    // The first screen is read from its top.
    const top = this.empty ? 0 : this.scroller.scrollHeight;
    this.scroller.scrollTo({ top, behavior: smooth && !calm() ? "smooth" : "auto" });
    this.atEnd = true;
    this.unseen = 0;
    this.chip();
  }

  scrolled() {
    const left = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
    this.atEnd = left < NEAR_PIXELS;
    if (this.atEnd) this.unseen = 0;
    this.chip();
  }

  chip() {
    if (!show(this.newer, !this.atEnd && !this.empty)) return;
    const news = this.unseen > 1 ? word("new_many", { count: this.unseen }) : word("new_one");
    this.newer.textContent = this.unseen ? news : word("jump");
  }

  place(view) {
    const last = this.list.lastElementChild;
    const isNewest = !last || Number(last.dataset.id) < view.message.message_id;
    this.list.insertBefore(view.element, isNewest ? null : this.firstAfter(view.message.message_id));
    this.regroup(view.element);
  }

  firstAfter(id) {
    return [...this.list.querySelectorAll(":scope > [data-id]")].find((node) =>
      Number(node.dataset.id) > id
    ) ?? null;
  }

  /** Put dates between days, and draw together what one side said within minutes. */
  regroup(from = null) {
    const messages = from ? [from] : [...this.list.querySelectorAll(":scope > .message")];
    for (const element of messages) {
      const message = this.views.get(Number(element.dataset.id))?.message;
      if (!message) continue;
      const previous = this.views.get(Number(previousMessage(element)?.dataset.id))?.message;
      const sameDay = previous && dayOf(previous.date) === dayOf(message.date);
      if (!sameDay && !element.previousElementSibling?.matches("[data-date]")) {
        element.before(el("li", { class: "day", data: { date: message.date } }, dayOf(message.date)));
      }
      const joined = sameDay && previous.from?.id === message.from?.id &&
        message.date - previous.date < TOGETHER_SECONDS;
      element.classList.toggle("joined", Boolean(joined));
    }
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function previousMessage(element) {
  let before = element.previousElementSibling;
  while (before && !before.dataset.id) before = before.previousElementSibling;
  return before;
}

function leave(element, done) {
  const end = () => {
    element.remove();
    done();
  };
  if (calm()) return end();
  element.classList.add("leaving");
  setTimeout(end, 180);
}
