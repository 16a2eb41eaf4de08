// The drawer behind the scenes: what the bot called, what broke the rules, and switches that make trouble.

import { get, post, remove } from "./api.js";
import { byId, el, icon, show, speak } from "./dom.js";
import { ask, complain } from "./notices.js";
import { word } from "./words.js";

const EVERY_MS = 1000;
const MOST_CALLS = 300;
const WAITING = "getUpdates";

// Calls that speak to a chat, and not those that wait for updates.
const TO_A_CHAT = { method: "*", match: "chat_id" };

const UPLOADS = ["sendAudio", "sendVideo", "sendDocument", "sendVoice", "sendAnimation", "editMessageMedia"];

/** Faults as the playground's server understands them; the words are in words.js under `panel_<name>`. */
const FAULTS = {
  later: [{ ...TO_A_CHAT, kind: "error", code: 429, retry_after: 5, count: 1 }],
  cut: UPLOADS.map((method) => ({ method, kind: "cut_upload", bytes: 20_000, count: 1 })),
  slow: [{ ...TO_A_CHAT, kind: "delay", seconds: 1.5, count: 0 }],
};

export class Inspector {
  constructor({ reset }) {
    this.reset = reset;
    this.panel = byId("inspector");
    this.button = byId("inspect");
    this.button.prepend(icon("wires"));
    this.badge = this.button.querySelector(".badge");
    this.last = 0;
    this.draw();
    this.button.addEventListener("click", () => this.toggle(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  toggle(open) {
    show(this.panel, open);
    this.button.setAttribute("aria-expanded", String(open));
    clearInterval(this.timer);
    if (!open) return this.button.focus();
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.look();
    this.panel.querySelector("button").focus();
  }

  draw() {
    this.calls = el("ol", { class: "calls" });
    this.rules = el("div", { class: "rules" });
    this.filter = el("input", {
      type: "search",
      class: "filter",
      "data-word-placeholder": "panel_filter_hint",
      wordLabel: "panel_filter",
    });
    this.polls = el("input", { type: "checkbox" });
    this.switches = {
      flood: this.toggleSwitch("flood", (on) => post("/sim/flood", { on })),
      slow: this.toggleSwitch(
        "slow",
        (on) => (on ? order("slow") : remove("/sim/faults")),
      ),
    };
    this.filter.addEventListener("input", () => this.sift());
    this.polls.addEventListener("change", () => this.sift());
    const close = () => this.toggle(false);
    this.panel.replaceChildren(
      el(
        "header",
        {},
        el("h2", { word: "inspector" }),
        el(
          "button",
          { class: "tool", type: "button", wordLabel: "close", on: { click: close } },
          icon("close"),
        ),
      ),
      el("h3", { word: "panel_faults" }),
      el(
        "div",
        { class: "faults" },
        this.switches.flood,
        this.switches.slow,
        this.once("later"),
        this.once("cut"),
      ),
      el("h3", { word: "panel_violations" }),
      this.rules,
      el("h3", { word: "panel_calls" }),
      el(
        "div",
        { class: "sieve" },
        this.filter,
        el("label", {}, this.polls, el("span", { word: "panel_polls" })),
      ),
      this.calls,
      el(
        "footer",
        {},
        el(
          "button",
          { class: "key danger", type: "button", on: { click: () => this.startOver() } },
          icon("trash"),
          el("span", { word: "reset" }),
        ),
      ),
    );
    speak(this.panel);
  }

  toggleSwitch(name, act) {
    const box = el("input", { type: "checkbox", role: "switch" });
    box.addEventListener("change", () => act(box.checked).catch(complain));
    return el(
      "label",
      { class: "switch", data: { fault: name } },
      el(
        "span",
        { class: "names" },
        el("span", { class: "title", word: `panel_${name}` }),
        el("span", { class: "performer", word: `panel_${name}_note` }),
      ),
      box,
    );
  }

  once(name) {
    const armed = el("span", { class: "armed", word: "panel_armed", hidden: true });
    const button = el(
      "button",
      { class: "switch", type: "button", data: { fault: name } },
      el(
        "span",
        { class: "names" },
        el("span", { class: "title", word: `panel_${name}` }),
        el("span", { class: "performer", word: `panel_${name}_note` }),
      ),
      armed,
      icon("spark"),
    );
    button.addEventListener("click", async () => {
      try {
        await order(name);
        armed.hidden = false;
        setTimeout(() => (armed.hidden = true), 2500);
      } catch (error) {
        complain(error);
      }
    });
    return button;
  }

  /** Ask what is new since the last look. */
  async look() {
    try {
      const [calls, violations, flood] = await Promise.all([
        get("/sim/calls", { since: this.last, limit: MOST_CALLS }),
        get("/sim/violations"),
        get("/sim/flood"),
      ]);
      for (const call of calls) this.put(call);
      this.showRules(violations);
      this.switches.flood.querySelector("input").checked = flood.on;
    } catch (error) {
      clearInterval(this.timer);
      complain(error);
    }
  }

  /** Count broken rules on the button even while the drawer is closed. */
  async count() {
    const violations = await get("/sim/violations").catch(() => []);
    this.showRules(violations);
  }

  put(call) {
    this.last = Math.max(this.last, call.number);
    this.calls.prepend(drawn(call));
    while (this.calls.childElementCount > MOST_CALLS) this.calls.lastElementChild.remove();
    this.sift();
  }

  sift() {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const row of this.calls.children) {
      const method = row.dataset.method;
      row.hidden = !method.toLowerCase().includes(wanted) || (method === WAITING && !this.polls.checked);
    }
  }

  showRules(violations) {
    show(this.badge, violations.length > 0);
    this.badge.textContent = String(violations.length);
    if (!violations.length) return this.rules.replaceChildren(el("p", { class: "well", word: "panel_well" }));
    const lines = violations.map((one) => el("li", {}, el("strong", {}, one.where), " ", one.text));
    this.rules.replaceChildren(el("ul", { class: "broken" }, lines));
  }

  async startOver() {
    if (!(await ask(word("ask_reset"), { agree: word("reset"), refuse: word("cancel") }))) return;
    await post("/sim/reset").catch(complain);
    this.last = 0;
    this.calls.replaceChildren();
    this.reset();
  }
}

const order = (name) => Promise.all(FAULTS[name].map((fault) => post("/sim/faults", fault)));

/** Write a value so that it can be read; objects that a form carried as JSON are opened. */
function pretty(value) {
  const opened = (_, part) => {
    if (typeof part !== "string" || !/^[[{]/.test(part)) return part;
    try {
      return JSON.parse(part);
    } catch {
      return part;
    }
  };
  return JSON.stringify(value, opened, 2);
}

function drawn(call) {
  const refused = call.code >= 400 || !call.code ? " refused" : "";
  const row = el("li", { class: `call${refused}`, data: { method: call.method } });
  const summary = el(
    "summary",
    {},
    el("span", { class: "call-method" }, call.method),
    el("span", { class: "call-code" }, call.code ? String(call.code) : "✕"),
    el("span", { class: "call-time" }, `${Math.round(call.seconds * 1000)} ms`),
  );
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(
      el("h4", { word: "panel_params" }),
      el("pre", { dir: "ltr" }, pretty(call.params)),
      el("h4", { word: "panel_answer" }),
      el("pre", { dir: "ltr" }, pretty(call.answer)),
    );
  });
  row.append(details);
  return row;
}
