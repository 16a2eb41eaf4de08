// Says short things that are not messages: a toast that goes by itself, an alert that waits to be closed.

import { byId, el } from "./dom.js";
import { word } from "./words.js";

const TOAST_MS = 4500;

/** Show a line for a moment. */
export function toast(text) {
  const note = el("p", { class: "toast", dir: "auto" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), TOAST_MS);
  setTimeout(() => note.remove(), TOAST_MS + 400);
}

/** Say what went wrong. */
export function complain(error) {
  if (error.name === "AbortError") return;
  toast(word("failed", { reason: error.message }));
}

/** Show something until it is closed; resolves to whether the person agreed. */
export function ask(text, { agree = word("alert_ok"), refuse = null, link = null } = {}) {
  const box = byId("alert");
  const answer = (value) => el("button", { class: value === "yes" ? "key primary" : "key", value });
  const yes = answer("yes");
  yes.textContent = agree;
  const no = refuse && answer("no");
  if (no) no.textContent = refuse;
  const words = el("p", { dir: "auto" }, text);
  const open = link && el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link);
  box.replaceChildren(el("form", { method: "dialog" }, words, open, el("div", { class: "row" }, no, yes)));
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

/** Read a line to those who listen to the page. */
export function announce(text) {
  const log = byId("announcer");
  log.append(el("p", {}, text));
  while (log.childElementCount > 20) log.firstElementChild.remove();
}
