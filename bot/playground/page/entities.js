// Turns a message's text and its entities into elements; whatever the text holds, it stays text.

import { el } from "./dom.js";

const SAFE_LINK = /^(https?|mailto|tel|tg):/i;
const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/**
 * Return the nodes for a text.
 *
 * Offsets count UTF-16 units, as JavaScript's own strings do. `act` is told what is tapped:
 * `{command}` or `{link}`; a link that `act` takes is not opened.
 */
export function rich(text, entities, act) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, ordered, 0, text.length, act);
}

function between(text, entities, start, end, act) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    rest = others;
    if (from >= to) continue;
    if (from > at) nodes.push(text.slice(at, from));
    const inner = others.filter((other) => other.offset < to);
    rest = others.filter((other) => other.offset >= to);
    nodes.push(wrapped(entity, between(text, inner, from, to, act), text.slice(from, to), act));
    at = to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, children, text, act) {
  if (entity.type in TAGS) return el(TAGS[entity.type], {}, children);
  switch (entity.type) {
    case "pre":
      return el("pre", { dir: "ltr" }, el("code", { "data-language": entity.language }, children));
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children, act);
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, act);
    case "email":
      return link(`mailto:${text}`, children, act);
    case "phone_number":
      return link(`tel:${text.replace(/[^+\d]/g, "")}`, children, act);
    case "bot_command":
      return el(
        "button",
        { class: "inline", type: "button", on: { click: () => act({ command: text }) } },
        children,
      );
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "named" }, children);
    default:
      return el("span", {}, children);
  }
}

function link(address, children, act) {
  if (!SAFE_LINK.test(address)) return el("span", {}, children);
  const click = (event) => act({ link: address }) && event.preventDefault();
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", on: { click } }, children);
}

function spoiler(children) {
  const node = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false" },
    children,
  );
  const reveal = () => {
    node.classList.add("revealed");
    node.setAttribute("aria-expanded", "true");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return node;
}
