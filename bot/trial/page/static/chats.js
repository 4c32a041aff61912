// The list of chats, and who the visitor is.

import { byId, clock, element, face, icon } from "./elements.js";
import { enter } from "./room.js";
import { GENERAL, lineOf, nameOf, toneOf } from "./state.js";

export function showChats(state) {
  const list = byId("chats");

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    list.replaceChildren(...state.visible.map((chat) => (chat.is_forum ? forum(chat) : item(chat, GENERAL, nameOf(chat, state)))));
    if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  function forum(chat) {
    const topics = [{ id: GENERAL, name: "General" }, ...chat.topics];
    return element("li", { class: "forum" },
      element("p", { class: "forum-name", id: `forum${chat.id}` }, face(nameOf(chat, state), toneOf(chat)), element("b", {}, chat.title)),
      element("ul", { "aria-labelledby": `forum${chat.id}` }, topics.map((topic) => item(chat, topic.id, topic.name, true))));
  }

  function item(chat, topic, name, nested = false) {
    const last = state.messages(chat, topic).at(-1);
    const open = chat.id === state.chatId && topic === state.topic;
    const unread = chat.unread.get(topic);
    const button = element("button", {
      type: "button",
      class: "chat",
      "aria-current": open ? "page" : null,
      dataset: { key: `${chat.id}:${topic}` },
      on: { click: () => choose(chat.id, topic) },
    },
    nested ? element("span", { class: "hash" }, icon("topic")) : face(name, toneOf(chat)),
    element("span", { class: "chat-name" }, element("b", {}, name), element("time", {}, last ? clock(last.date) : "")),
    element("span", { class: "chat-line" }, element("span", {}, last ? lineOf(last) : "No messages yet"),
      unread ? element("span", { class: "unread" }, element("span", { class: "unseen" }, "New messages: "), String(unread)) : null));
    return element("li", {}, button);
  }

  function choose(chatId, topic) {
    document.body.dataset.view = "chat";
    state.open(chatId, topic);
    enter(state);
  }

  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...list.querySelectorAll("button.chat")];
    const next = all[all.indexOf(document.activeElement) + step];
    next?.focus();
    event.preventDefault();
  });

  for (const kind of ["opened", "person", "message", "edited", "deleted"]) state.addEventListener(kind, draw);
  draw();
}

/** The switch between the people. */
export function showPeople(state) {
  const group = byId("people");
  const options = element("div", { class: "segments" }, state.people.map((person) => element("label", {},
    element("input", {
      type: "radio",
      name: "person",
      value: person.id,
      checked: person.id === state.person.id,
      on: { change: () => state.become(person.id) },
    }),
    element("span", {}, element("b", {}, person.name.split(" ")[0]), element("small", {}, person.role)))));
  group.append(options);
}
