// Puts the page together.

import { showChats, showPeople } from "./chats.js";
import { Composer } from "./composer.js";
import { byId } from "./elements.js";
import { Panel } from "./panel.js";
import { enter, jumpTo, showRoom } from "./room.js";
import { act, follow, look } from "./server.js";
import { State } from "./state.js";
import { keep, kept, themeButton } from "./theme.js";

const NARROW = matchMedia("(max-width: 719px)"); // where the panel covers the chat

function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (box.hidden = true), 4000);
}

function alertText(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

async function press(state, message, button, key) {
  if (key.ariaBusy === "true") return;
  key.ariaBusy = "true"; // not disabled, which would take the focus away
  try {
    const { answer } = await act("press", {
      person: state.person.id, chat: message.chat.id, message: message.message_id, data: button.callback_data,
    });
    if (answer?.text) (answer.show_alert ? alertText : toast)(answer.text);
    if (answer?.url) window.open(answer.url, "_blank", "noopener");
  } catch (error) {
    toast(error.message);
  } finally {
    key.ariaBusy = "false";
  }
}

async function openCard(state, panel, number) {
  try {
    await act("card", { person: state.person.id, report: number });
    document.body.dataset.view = "chat";
    if (NARROW.matches) panel.close();
    if (state.chatId !== state.person.id) state.open(state.person.id);
  } catch (error) {
    toast(error.message);
  }
}

async function start() {
  themeButton(byId("theme"));
  const loaded = await look("state");
  const state = new State(loaded, Number(kept("person")));
  const composer = new Composer(state, toast);
  const panel = new Panel(state, (number) => openCard(state, panel, number));
  const doing = {
    press: (message, button, key) => press(state, message, button, key),
    reply: (message) => composer.reply(message),
    edit: (message) => composer.edit(message),
    why: (message) => panel.why(message),
    command: (command) => composer.run(command),
    fill: (query) => composer.fill(`@${state.bot.username} ${query}`),
    jump: jumpTo,
  };
  showPeople(state);
  showChats(state);
  showRoom(state, doing);
  byId("about").textContent = `Reports: ${state.corpus}. Nothing leaves this machine.`;
  byId("back").addEventListener("click", () => {
    document.body.dataset.view = "list";
    byId("chats").querySelector("[aria-current]")?.focus();
  });
  state.addEventListener("person", () => keep("person", state.person.id));
  follow(loaded.last, loaded.run, (event) => state.told(event), (up) => (document.body.dataset.lost = up ? "" : "yes"));
  enter(state);
}

start().catch((error) => toast(error.message));
