// The open chat: its head and its messages.

import { byId, day, element, face } from "./elements.js";
import { bubble, senderOf } from "./message.js";
import { lineOf, nameOf, toneOf } from "./state.js";

const NEAR = 120; // pixels from the end within which a reader is kept at the end
const TYPING = 5000; // ms that Telegram shows that somebody types

export function showRoom(state, doing) {
  const list = byId("messages");
  const scroll = byId("scroll");
  let typing = 0;

  function drawHead() {
    const { chat } = state;
    const name = nameOf(chat, state);
    const topic = chat.topics.find((one) => one.id === state.topic)?.name ?? (chat.is_forum ? "General" : null);
    byId("room-title").textContent = topic ? `${topic}` : name;
    byId("room-face").replaceChildren(face(name, toneOf(chat)));
    byId("room-note").textContent = note(chat, topic);
    byId("message-field").setAttribute("aria-label", `Message in ${topic ?? name}`);
    document.title = `${topic ?? name} · Rapporteur`;
  }

  function note(chat, topic) {
    if (Date.now() < typing) return "typing…";
    if (chat.type === "private") return "bot";
    if (chat.type === "channel") return "channel";
    const members = `${chat.members} members${chat.bot ? "" : ", without the bot"}`;
    return topic ? `${chat.title} · ${members}` : members;
  }

  function draw() {
    drawHead();
    const messages = state.messages();
    list.replaceChildren(...messages.flatMap((message, at) => withDay(message, messages[at - 1])));
    scroll.scrollTop = scroll.scrollHeight;
  }

  function withDay(message, before) {
    const shown = bubble(message, state, doing, followsOwn(message, before));
    if (before && day(before.date) === day(message.date)) return [shown];
    return [element("li", { class: "service day" }, element("span", {}, day(message.date))), shown];
  }

  function followsOwn(message, before) {
    return Boolean(before) && !before.forum_topic_created && senderOf(before) === senderOf(message) && message.date - before.date < 300;
  }

  function added({ detail: { chat_id: chatId, message } }) {
    if (!state.isOpen(chatId, message)) return;
    const mine = state.isMine(message);
    const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    const before = state.messages().at(-2);
    list.append(...withDay(message, before));
    if (near || mine) scroll.scrollTop = scroll.scrollHeight;
    if (mine) return;
    typing = 0;
    drawHead();
    byId("announcer").textContent = `${senderOf(message)}: ${lineOf(message)}`;
  }

  function changed({ detail: { chat_id: chatId, message } }) {
    if (!state.isOpen(chatId, message)) return;
    const shown = list.querySelector(`[data-id="${message.message_id}"]`);
    if (!shown) return;
    const focused = controls(shown).indexOf(document.activeElement);
    const next = bubble(message, state, doing, shown.classList.contains("joined"));
    const end = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    shown.replaceWith(next);
    if (end) scroll.scrollTop = scroll.scrollHeight;
    if (focused >= 0) (controls(next)[focused] ?? controls(next).at(-1))?.focus({ preventScroll: true });
    if (state.byBot(message)) byId("announcer").textContent = `Changed: ${lineOf(message)}`;
  }

  function controls(item) {
    return [...item.querySelectorAll("a, button")];
  }

  state.addEventListener("opened", draw);
  state.addEventListener("person", draw);
  state.addEventListener("message", added);
  state.addEventListener("edited", changed);
  state.addEventListener("deleted", draw);
  state.addEventListener("action", ({ detail }) => {
    if (detail.chat_id !== state.chatId) return;
    typing = Date.now() + TYPING;
    drawHead();
    setTimeout(drawHead, TYPING + 50);
  });
  new ResizeObserver(() => {
    if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR * 2) scroll.scrollTop = scroll.scrollHeight;
  }).observe(scroll);
  draw();
}

/** Go to where one writes; on a touch screen, where that would raise a keyboard, to the chat's name. */
export function enter(state) {
  const types = !matchMedia("(pointer: coarse)").matches && state.mayWrite;
  byId(types ? "message-field" : "room-title").focus({ preventScroll: true });
}

/** Show a message of the open chat that is further up. */
export function jumpTo(id) {
  const shown = byId("messages").querySelector(`[data-id="${id}"]`);
  if (!shown) return;
  shown.scrollIntoView({ block: "center" });
  shown.classList.add("found");
  setTimeout(() => shown.classList.remove("found"), 1500);
}
