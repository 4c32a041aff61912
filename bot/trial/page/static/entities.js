// A message's text with its formatting. Offsets are UTF-16 units, as in JavaScript's strings.

import { element, icon } from "./elements.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const SAFE = /^(https?|tg|mailto):/i;

/** The nodes that show a text; `command` is called with a command that is clicked. */
export function formatted(text, entities = [], command = () => {}) {
  const sorted = entities
    .map((entity, order) => ({ ...entity, end: entity.offset + entity.length, order }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end || a.order - b.order);
  return nodes(text, sorted, 0, text.length, command);
}

function nodes(text, entities, start, end, command) {
  const made = [];
  let at = start;
  let next = 0;
  while (next < entities.length) {
    const outer = entities[next];
    const inside = entities.slice(next + 1).filter((entity) => entity.offset < outer.end);
    if (outer.offset > at) made.push(text.slice(at, outer.offset));
    const inner = nodes(text, inside, Math.max(outer.offset, at), Math.min(outer.end, end), command);
    made.push(...wrapped(outer, text.slice(outer.offset, outer.end), inner, command));
    at = outer.end;
    next += 1 + inside.length;
  }
  if (at < end) made.push(text.slice(at, end));
  return trimmed(made);
}

/** Blocks bring their own line breaks: those that stand beside them in the text go. */
function trimmed(made) {
  return made.map((node, at) => {
    if (typeof node !== "string") return node;
    let text = node;
    if (isBlock(made[at - 1])) text = text.replace(/^\n/, "");
    if (isBlock(made[at + 1])) text = text.replace(/\n$/, "");
    return text;
  });
}

function isBlock(node) {
  return node instanceof HTMLElement && (node.tagName === "BLOCKQUOTE" || node.tagName === "PRE");
}

function wrapped(entity, written, inner, command) {
  const tag = TAGS[entity.type];
  if (tag) return [element(tag, {}, inner)];
  switch (entity.type) {
    case "text_link":
    case "url":
      return [link(entity.url ?? written, inner)];
    case "email":
      return [link(`mailto:${written}`, inner)];
    case "blockquote":
      return [element("blockquote", {}, inner)];
    case "expandable_blockquote":
      return [expandable(inner)];
    case "spoiler":
      return [spoiler(inner)];
    case "bot_command":
      return [element("button", { type: "button", class: "command", on: { click: () => command(written) } }, inner)];
    case "mention":
    case "hashtag":
    case "text_mention":
      return [element("span", { class: "mention" }, inner)];
    default:
      return inner;
  }
}

function link(target, inner) {
  const address = SAFE.test(target) ? target : `http://${target}`;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, inner);
}

function spoiler(inner) {
  const made = element("span", { class: "spoiler", tabindex: "0", role: "button", "aria-label": "Hidden text" }, inner);
  const reveal = () => {
    made.classList.add("shown");
    made.removeAttribute("aria-label");
  };
  made.addEventListener("click", reveal);
  made.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return made;
}

/** A quote of which three lines show until it is opened, as far as it has more. */
function expandable(inner) {
  const text = element("div", { class: "clamp" }, inner);
  const button = element("button", { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": "Whole quote", hidden: true }, icon("more"));
  const made = element("blockquote", { class: "expandable" }, text, button);
  button.addEventListener("click", () => {
    const open = made.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
  const watch = new ResizeObserver(() => {
    if (made.classList.contains("open")) return;
    button.hidden = text.scrollHeight <= text.clientHeight + 2;
  });
  watch.observe(text);
  return made;
}
