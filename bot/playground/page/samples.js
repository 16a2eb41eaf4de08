// The demo site's links as things to tap: the friendly first screen, and the little menu beside the text field.

import { byId, el, icon, show } from "./dom.js";

/** Where each lies on the demo site; the words are in words.js under `sample_<name>`. */
export const GOOD = [
  { name: "mp3", path: "/morning-over-the-harbour.mp3", icon: "note" },
  { name: "page", path: "/watch/sunrise", icon: "film" },
  { name: "feed", path: "/podcast.xml", icon: "feed" },
  { name: "hls", path: "/live/tide-at-noon.m3u8", icon: "wave" },
  { name: "short", path: "/s/harbour", icon: "link" },
];
export const HARD = [
  { name: "slow", path: "/slow.mp3" },
  { name: "flaky", path: "/flaky.mp3" },
  { name: "rtl", path: "/titled/rtl" },
  { name: "big", path: "/big.mp4?mb=60" },
  { name: "broken", path: "/broken.mp3" },
  { name: "gone", path: "/gone.mp3" },
  { name: "fake", path: "/song.mp3" },
  { name: "empty", path: "/empty" },
];

/** Fill the first screen; `say(text)` sends a message. */
export function welcome(demoUrl, say) {
  const start = el("button", {
    class: "key primary start",
    type: "button",
    word: "start",
    on: { click: () => say("/start") },
  });
  const parts = [
    el("div", { class: "sea", "aria-hidden": "true" }, bars()),
    el("h2", { word: "welcome_title" }),
    el("p", { class: "lead", word: "welcome_text" }),
    start,
  ];
  if (demoUrl) {
    parts.push(
      el("h3", { word: "welcome_begin" }),
      el("div", { class: "tiles" }, GOOD.map((sample) => tile(sample, demoUrl, say)), speakTile()),
    );
    parts.push(el("p", { class: "small", word: "welcome_more" }));
  }
  byId("welcome").replaceChildren(...parts);
}

/** Wire the little menu; without a demo site there is none. */
export function samplesMenu(demoUrl, say) {
  const button = byId("sample");
  const menu = byId("samples");
  if (!show(button, Boolean(demoUrl))) return;
  const open = (shown) => {
    show(menu, shown);
    button.setAttribute("aria-expanded", String(shown));
    if (shown) menu.querySelector("button").focus();
  };
  const choose = (text) => {
    open(false);
    say(text);
    byId("write").focus();
  };
  const tiles = GOOD.map((sample) => tile(sample, demoUrl, choose));
  const chips = HARD.map((sample) => chip(sample, demoUrl, choose));
  menu.replaceChildren(
    el("div", { class: "tiles" }, tiles, speakTile(() => open(false))),
    el("h3", { word: "odd" }),
    el("div", { class: "chips" }, chips),
  );
  button.onclick = () => open(menu.hidden);
  menu.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    open(false);
    button.focus();
  };
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !button.contains(event.target)) open(false);
  });
}

function tile(sample, demoUrl, say) {
  return card(sample, () => say(demoUrl + sample.path));
}

function speakTile(before = () => {}) {
  return card({ name: "voice", icon: "mic" }, () => {
    before();
    byId("record").click();
  });
}

function card({ name, icon: sign }, click) {
  const words = el(
    "span",
    { class: "tile-words" },
    el("span", { class: "tile-title", word: `sample_${name}` }),
    el("span", { class: "tile-note", word: `sample_${name}_note` }),
  );
  return el(
    "button",
    { class: "tile", type: "button", data: { sample: name }, on: { click } },
    icon(sign),
    words,
  );
}

function chip(sample, demoUrl, say) {
  const click = () => say(demoUrl + sample.path);
  return el("button", {
    class: "chip",
    type: "button",
    data: { sample: sample.name },
    word: `sample_${sample.name}`,
    on: { click },
  });
}

// The bars of a sound that swells and dies away, drawn once, moved by CSS.
function bars() {
  return Array.from({ length: 33 }, (_, i) => {
    const swell = Math.sin((Math.PI * (i + 0.5)) / 33) ** 2;
    const ripple = 0.55 + 0.45 * Math.sin(i * 1.9);
    return el("i", {
      style: { "--high": (0.08 + 0.92 * swell * ripple).toFixed(3), "--turn": `${(i * 0.11).toFixed(2)}s` },
    });
  });
}
