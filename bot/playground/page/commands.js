// The list of the bot's commands that opens above the field when a line begins with a slash.

import { byId, el, show } from "./dom.js";

export class CommandList {
  /** `choose("/help")` is called with the command that was picked. */
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    this.list = byId("commands");
    this.known = [];
    this.at = 0;
    this.dismissed = false;
    field.addEventListener("blur", () => this.close());
    field.addEventListener("focus", () => this.refresh());
  }

  /** Say which commands there are: `[{command, description}]`. */
  offer(commands) {
    this.known = commands;
    this.refresh();
  }

  get open() {
    return !this.list.hidden;
  }

  /** Look at what is written, and show what fits it. */
  refresh() {
    const written = this.field.value;
    if (!written.startsWith("/")) this.dismissed = false;
    const typed = /^\/(\w*)$/.exec(written)?.[1];
    this.fitting = typed === undefined || this.dismissed
      ? []
      : this.known.filter(({ command }) => command.startsWith(typed.toLowerCase()));
    this.at = Math.min(this.at, Math.max(0, this.fitting.length - 1));
    this.draw();
  }

  /** Handle a key of the field; returns whether it was for the list. */
  key(event) {
    if (!this.open) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      this.at = (this.at + move + this.fitting.length) % this.fitting.length;
      this.draw();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.take(this.fitting[this.at].command);
    } else if (event.key === "Tab") {
      this.field.value = `/${this.fitting[this.at].command} `;
      this.refresh();
    } else if (event.key === "Escape") {
      this.dismissed = true;
      this.refresh();
    } else return false;
    event.preventDefault();
    return true;
  }

  close() {
    this.fitting = [];
    this.draw();
  }

  take(command) {
    this.at = 0;
    this.choose(`/${command}`);
  }

  draw() {
    const options = this.fitting.map(({ command, description }, i) =>
      el(
        "div",
        {
          class: "command",
          id: `command-${command}`,
          role: "option",
          "aria-selected": String(i === this.at),
          on: { mousedown: (event) => event.preventDefault(), click: () => this.take(command) },
        },
        el("span", { class: "command-name" }, `/${command}`),
        el("bdi", { class: "command-words", dir: "auto" }, description),
      )
    );
    this.list.replaceChildren(...options);
    const open = show(this.list, options.length > 0);
    this.field.setAttribute("aria-expanded", String(open));
    const current = this.fitting[this.at]?.command;
    if (open) this.field.setAttribute("aria-activedescendant", `command-${current}`);
    else this.field.removeAttribute("aria-activedescendant");
    options[this.at]?.scrollIntoView({ block: "nearest" });
  }
}
