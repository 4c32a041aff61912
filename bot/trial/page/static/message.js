// One message as a bubble, with the buttons under it.

import { clock, element, face, icon } from "./elements.js";
import { formatted } from "./entities.js";
import { lineOf, toneOf } from "./state.js";

/**
 * A list item that shows a message.
 *
 * `doing` has what its controls do: `press`, `reply`, `edit`, `why`, `command`, `fill`, `jump`.
 */
export function bubble(message, state, doing, followsOwn) {
  const service = serviceLine(message);
  if (service) return element("li", { class: "service", dataset: { id: message.message_id } }, element("span", {}, service));
  const mine = state.isMine(message);
  const item = element("li", {
    class: `message ${mine ? "out" : "in"}${followsOwn ? " joined" : ""}`,
    dataset: { id: message.message_id },
  });
  const shared = message.chat.type === "supergroup" && !mine;
  if (shared) item.append(followsOwn ? element("span", { class: "face none" }) : face(senderOf(message), toneOf(message.from)));
  item.append(element("div", { class: "column" }, body(message, state, doing, shared && !followsOwn), keyboard(message, doing)));
  return item;
}

function body(message, state, doing, named) {
  const made = element("article", { class: "bubble", tabindex: "-1", "aria-label": `${senderOf(message)}, ${clock(message.date)}` });
  if (named) made.append(element("p", { class: "sender", dataset: { tone: toneOf(message.from) } }, senderOf(message)));
  if (message.via_bot) made.append(element("p", { class: "via" }, `via @${message.via_bot.username}`));
  const original = repliedTo(message);
  if (original) made.append(quoted(original, doing));
  made.append(...media(message));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    made.append(element("div", { class: "text" }, formatted(text, entities, doing.command)));
  }
  const edited = message.edit_date ? "edited " : "";
  const signed = message.author_signature ? `${message.author_signature} ` : "";
  const time = element("span", { class: "time" }, `${signed}${edited}`, element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
  made.append(time, controls(message, state, doing));
  return made;
}

function quoted(original, doing) {
  return element("button", {
    type: "button",
    class: "quoted",
    "aria-label": `In reply to ${senderOf(original)}: ${lineOf(original)}`,
    on: { click: () => doing.jump(original.message_id) },
  }, element("b", {}, senderOf(original)), element("span", {}, lineOf(original)));
}

function media(message) {
  const made = [];
  if (message.photo) {
    const file = message.photo.at(-1).file_id;
    made.push(element("img", { class: "photo", src: `/api/file/${encodeURIComponent(file)}`, alt: message.caption ?? "Picture" }));
  }
  if (message.document) {
    const { file_id: id, file_name: name, file_size: size } = message.document;
    made.push(element("a", { class: "document", href: `/api/file/${encodeURIComponent(id)}`, download: name ?? "file" },
      icon("file"), element("span", {}, element("b", {}, name ?? "file"), element("small", {}, bytes(size)))));
  }
  return made;
}

function controls(message, state, doing) {
  const tool = (name, label, act) => element("button", {
    type: "button", class: "tool", title: label, "aria-label": label, on: { click: () => act(message) },
  }, icon(name));
  const made = element("span", { class: "tools" });
  if (state.byBot(message)) made.append(tool("why", "Why this answer", doing.why));
  if (state.mayWrite && !state.byBot(message)) {
    const own = state.isMine(message) || message.chat.type === "channel";
    if (own && message.text) made.append(tool("edit", "Edit", doing.edit));
  }
  if (state.mayWrite) made.append(tool("reply", "Reply", doing.reply));
  return made;
}

function keyboard(message, doing) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" },
    rows.map((row) => element("div", { class: "row" }, row.map((button) => key(button, message, doing)))));
}

function key(button, message, doing) {
  if (button.url) return element("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  const here = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  const made = element("button", { type: "button", class: "key", dataset: { data: button.callback_data ?? "" } }, button.text);
  made.addEventListener("click", () => (here === undefined ? doing.press(message, button, made) : doing.fill(here)));
  return made;
}

/** The message that this one replies to; that a topic's messages reply to its opening is no news. */
function repliedTo(message) {
  const original = message.reply_to_message;
  return original?.forum_topic_created ? null : original;
}

export function senderOf(message) {
  const chat = message.sender_chat;
  if (chat) return chat.title ?? "Channel";
  return [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ") || message.chat.title;
}

function serviceLine(message) {
  if (message.forum_topic_created || message.new_chat_members || message.left_chat_member) return lineOf(message) || "Somebody left";
  return null;
}

function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}
