// Makes elements. Text always becomes text: nothing here ever parses a string as HTML.

import { word } from "./words.js";

/**
 * Make an element.
 *
 * `class`, `on` (listeners), `data` and `style` (custom properties too) are understood; `word` and
 * `wordLabel` name entries of words.js and follow a change of the language; everything else is an attribute.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) give(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Show or hide an element; returns whether it is shown. */
export function show(node, shown) {
  node.hidden = !shown;
  return shown;
}

export const byId = (id) => document.getElementById(id);

/** Fill in every `data-word…` below `root` in the language of now. */
export function speak(root = document) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll("[data-word-label]")) label(node, word(node.dataset.wordLabel));
  for (const node of root.querySelectorAll("[data-word-placeholder]")) {
    node.placeholder = word(node.dataset.wordPlaceholder);
  }
}

/** Name an element for people who see it and for those who hear it. */
export function label(node, text) {
  node.setAttribute("aria-label", text);
  if (node.matches("button, a, select")) node.title = text;
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw one of the icons below, which say nothing to a screen reader: their button does. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  if (SOLID.has(name)) path.classList.add("solid");
  svg.append(path);
  return svg;
}

const SOLID = new Set(["play", "pause", "stop"]);

const ICONS = {
  attach:
    "M20 11.500l-8 8a5 5 0 0 1-7.100-7.100l8.400-8.400a3.400 3.400 0 0 1 4.800 4.800l-8.300 8.300a1.700 1.700 0 0 1-2.400-2.400l7.500-7.500",
  auto: "M12 3.500a8.500 8.500 0 1 0 0 17zM12 3.500a8.500 8.500 0 0 1 0 17",
  book:
    "M5 5.500A2.500 2.500 0 0 1 7.500 3H19v15H7.500A2.500 2.500 0 0 0 5 20.500zM5 20.500A2.500 2.500 0 0 0 7.500 21H19v-3",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM6 15H5V4h10v2",
  down: "M12 5v14M6 13l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  feed: "M5 19.500h.01M5 12.500a7 7 0 0 1 7 7M5 5.500a14 14 0 0 1 14 14",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.700h4M4 14.300h4M16 9.700h4M16 14.300h4",
  link:
    "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  mic:
    "M12 3.500a2.800 2.800 0 0 1 2.800 2.800v5a2.800 2.800 0 0 1-5.600 0v-5A2.800 2.800 0 0 1 12 3.500zM6 11.500a6 6 0 0 0 12 0M12 17.500v3",
  moon: "M19.500 14.200A8 8 0 0 1 9.800 4.500a8 8 0 1 0 9.700 9.700z",
  note:
    "M9 18V6l10-2v11M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0zM19 15a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0z",
  open: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8.500 8.500",
  pause: "M7.500 5.500h3v13h-3zM13.500 5.500h3v13h-3z",
  play:
    "M8.500 5.700v12.600c0 .8.900 1.300 1.500.8l9-6.300c.6-.4.6-1.200 0-1.600l-9-6.300c-.6-.5-1.500 0-1.500.8z",
  reply: "M10 6L4.500 11.500 10 17M5 11.500h8.500a6 6 0 0 1 6 6V19",
  send: "M12 19V5M6 11l6-6 6 6",
  smile:
    "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM8.500 14a4.200 4.200 0 0 0 7 0M9.200 9.700h.01M14.800 9.700h.01",
  spark: "M12 4l1.700 5.300L19 11l-5.300 1.700L12 18l-1.700-5.300L5 11l5.300-1.700zM19 16.500v4M17 18.500h4",
  stop: "M7 7h10v10H7z",
  sun:
    "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7",
  warn: "M12 4.500L21 19.500H3zM12 10.500v4M12 17h.01",
  wave: "M4 10v4M8 6.500v11M12 9v6M16 4.500v15M20 10v4",
  wires: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
};

function give(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    Object.assign(node.dataset, value);
  } else if (name === "style") {
    for (const [property, set] of Object.entries(value)) node.style.setProperty(property, set);
  } else if (name === "word") {
    node.dataset.word = value;
    node.textContent = word(value);
  } else if (name === "wordLabel") {
    node.dataset.wordLabel = value;
    label(node, word(value));
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}
