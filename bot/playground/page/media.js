// Shows what a message carries: sound, film, picture, file. The same file keeps its element through every edit.

import { fileAddress } from "./api.js";
import { byId, el, icon } from "./dom.js";
import { audioPlayer } from "./player.js";
import { clock, size, word } from "./words.js";

const KINDS = ["audio", "voice", "video", "animation", "video_note", "photo", "document", "sticker"];
const ELSEWHERE = [
  "poll",
  "location",
  "venue",
  "contact",
  "dice",
  "game",
  "invoice",
  "story",
  "paid_media",
  "checklist",
];

/** Return `{kind, file}` of what a message carries, null when it is words alone. */
export function carried(message) {
  // An animation comes with a document of the same file for old clients.
  const kind = KINDS.find((name) => message[name]) ?? ELSEWHERE.find((name) => message[name]);
  if (!kind) return null;
  const file = kind === "photo" ? message.photo.at(-1) : message[kind];
  return { kind, file, key: `${kind}:${file.file_unique_id ?? message.message_id}` };
}

/** Make the element for it: `{element, update}`, where `update` receives the same file's new facts. */
export function mediaView({ kind, file }) {
  if (kind === "audio" || kind === "voice") return sound(kind, file);
  if (kind === "video" || kind === "video_note" || kind === "animation") return film(kind, file);
  if (kind === "photo") return picture(file);
  if (kind === "document") return paper(file);
  return { element: el("p", { class: "elsewhere" }, word("not_shown", { kind })), update: () => {} };
}

/** Return one line that says what is carried, for quotes and for those who listen to the page. */
export function mediaWords(message) {
  const thing = carried(message);
  if (!thing) return "";
  const { kind, file } = thing;
  if (kind === "audio") {
    return [file.title ?? file.file_name, file.performer].filter(Boolean).join(" · ") || word("audio");
  }
  if (kind === "document") return file.file_name ?? word("file");
  if (kind === "photo" || kind === "voice") return word(kind);
  return kind.startsWith("video") || kind === "animation" ? word("video") : kind;
}

function sound(kind, file) {
  const player = audioPlayer({
    source: fileAddress(file.file_id),
    save: fileAddress(file.file_id, { download: 1 }),
    title: kind === "voice" ? "" : (file.title ?? file.file_name ?? word("audio")),
    performer: file.performer,
    cover: file.thumbnail && fileAddress(file.thumbnail.file_id),
    seconds: file.duration,
    bytes: file.file_size,
    voice: kind === "voice",
  });
  const update = (now) => kind === "audio" && player.describe({ ...now, title: now.title ?? now.file_name });
  return { element: player.element, update };
}

function film(kind, file) {
  const still = file.cover?.at(-1) ?? file.thumbnail;
  const moving = kind === "animation" && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const video = el("video", {
    class: kind,
    src: fileAddress(file.file_id),
    poster: still && fileAddress(still.file_id),
    controls: kind !== "animation" || !moving,
    autoplay: moving,
    loop: kind === "animation",
    playsinline: true,
    preload: "metadata",
    "aria-label": file.file_name ?? word("video"),
  });
  video.muted = kind === "animation";
  if (file.width && file.height) video.style.setProperty("--ratio", `${file.width} / ${file.height}`);
  const facts = [
    file.height && `${file.height}p`,
    file.duration && clock(file.duration),
    file.file_size && size(file.file_size),
  ];
  const save = el("a", {
    class: "save",
    href: fileAddress(file.file_id, { download: 1 }),
    download: "",
    wordLabel: "download",
  }, icon("download"));
  const line = el("div", { class: "film-facts" }, el("span", {}, facts.filter(Boolean).join(" · ")), save);
  return {
    element: el("div", { class: "film" }, video, kind === "animation" ? null : line),
    update: () => {},
  };
}

function picture(file) {
  const address = fileAddress(file.file_id);
  const image = el("img", { src: address, alt: "", width: file.width, height: file.height });
  const open = () => {
    const box = byId("lightbox");
    const close = el("button", {
      class: "tool",
      type: "button",
      wordLabel: "close",
      on: { click: () => box.close() },
    }, icon("close"));
    box.replaceChildren(el("img", { src: address, alt: "" }), close);
    box.onclick = (event) => event.target === box && box.close();
    box.showModal();
  };
  const lying = file.width >= file.height ? " lying" : "";
  return {
    element: el(
      "button",
      { class: `photo${lying}`, type: "button", wordLabel: "photo", on: { click: open } },
      image,
    ),
    update: () => {},
  };
}

function paper(file) {
  const name = file.file_name ?? word("file");
  const ending = name.includes(".") ? name.split(".").at(-1).slice(0, 4) : "";
  const element = el(
    "a",
    { class: "paper", href: fileAddress(file.file_id, { download: 1 }), download: name },
    el("span", { class: "sheet", "aria-hidden": "true" }, ending || icon("file")),
    el(
      "span",
      { class: "names" },
      el("bdi", { class: "title", dir: "auto" }, name),
      el("span", { class: "performer" }, size(file.file_size)),
    ),
    icon("download"),
  );
  return { element, update: () => {} };
}
