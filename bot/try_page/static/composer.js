// The message field: writes, replies, edits, sends files, offers commands and inline results.

import { byId } from "./elements.js";
import { senderOf } from "./message.js";
import { act, look, upload } from "./server.js";
import { lineOf } from "./state.js";
import { Suggestions } from "./suggestions.js";

const PAUSE = 250; // ms without typing after which inline mode is asked
const TALLEST = 160; // pixels of the field

export class Composer {
  constructor(state, trouble) {
    this.state = state;
    this.trouble = trouble;
    this.field = byId("message-field");
    this.suggestions = new Suggestions(this.field);
    this.replyTo = this.editing = this.file = null;
    this.asked = 0; // inline queries so far, of which only the newest one's results count
    this.listen();
    this.entered();
  }

  listen() {
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.changed());
    byId("menu").addEventListener("click", () => this.menu());
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", () => this.attach(byId("file").files[0]));
    byId("context-cancel").addEventListener("click", () => this.clear());
    const room = document.querySelector(".room");
    room.addEventListener("dragover", (event) => event.preventDefault());
    room.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach(event.dataTransfer.files[0]);
    });
    this.state.addEventListener("opened", () => this.entered());
    this.state.addEventListener("person", () => this.entered());
  }

  /** Another chat, or another person in it. */
  entered() {
    const { chat, mayWrite } = this.state;
    this.clear();
    document.querySelector(".field").hidden = !mayWrite;
    byId("closed").hidden = mayWrite;
    byId("closed").textContent = "Only admins post in this channel. Switch to the admin to post.";
    byId("menu").hidden = !chat.bot;
    const mention = `@${this.state.bot.username}`;
    this.field.placeholder = {
      private: "Ask about the events…",
      channel: "Post a question: /ask …",
    }[chat.type] ?? (chat.bot ? `/ask … or ${mention} …` : `Ask inline: ${mention} …`);
  }

  where() {
    const { person, chatId, topic } = this.state;
    return { person: person.id, chat: chatId, ...(topic === null ? {} : { topic }) };
  }

  /** What Enter and the button do: take the result that is chosen, else send what is written. */
  enter() {
    if (this.query !== null && this.suggestions.chosen) this.suggestions.take();
    else if (this.query !== null && !this.state.chat.bot) this.search(0); // the words alone would reach nobody
    else this.submit();
  }

  async submit() {
    const text = this.field.value.trim();
    const { file, editing, replyTo } = this;
    if (!text && !file) return;
    this.clear();
    try {
      if (file) await upload(file, { ...this.where(), caption: text });
      else if (editing) await act("edit", { ...this.where(), message: editing.message_id, text });
      else await this.send(text, replyTo);
    } catch (error) {
      this.field.value = text;
      this.trouble(error.message);
    }
  }

  send(text, replyTo = null) {
    const reply = replyTo ? { reply_to: replyTo.message_id } : {};
    return act("send", { ...this.where(), ...reply, text });
  }

  key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.enter();
    } else if (event.key === "Escape") {
      this.clear();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const own = this.state.messages().findLast((message) => this.state.isMine(message) && message.text && !message.via_bot);
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  changed() {
    this.fit();
    const text = this.field.value;
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.query !== null) this.search(PAUSE);
    else if (/^\/\w*$/.test(text) && this.state.chat.bot) this.commands(text.slice(1));
    else this.suggestions.hide();
  }

  /** What is asked by the bot's name, in inline mode; null where nothing is. */
  get query() {
    const mention = `@${this.state.bot.username} `;
    const text = this.field.value;
    return text.toLowerCase().startsWith(mention.toLowerCase()) ? text.slice(mention.length) : null;
  }

  search(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.inline(this.query ?? ""), pause);
  }

  menu() {
    if (this.suggestions.open) this.suggestions.hide();
    else this.commands("");
    this.field.focus();
  }

  async commands(start) {
    const number = ++this.asked;
    const { commands } = await look("menu", { person: this.state.person.id, chat: this.state.chatId }).catch(() => ({ commands: [] }));
    if (number !== this.asked) return;
    const fitting = commands.filter(({ command }) => command.startsWith(start.toLowerCase()));
    this.suggestions.show(fitting.map(({ command, description }) => ({
      title: `/${command}`,
      about: description,
      choose: () => this.run(`/${command}`),
      complete: () => this.fill(`/${command} `),
    })), { kind: "commands", label: "Commands" });
    byId("menu").setAttribute("aria-expanded", String(this.suggestions.open));
  }

  async run(command) {
    const reply = this.replyTo;
    this.clear();
    await this.send(command, reply).catch((error) => this.trouble(error.message));
  }

  async inline(query, offset = "", former = []) {
    const number = ++this.asked;
    const asked = { person: this.state.person.id, query: query.trim().slice(0, 256), offset };
    try {
      const { query: id, answer } = await act("inline", asked);
      if (number !== this.asked) return;
      const found = [...former, ...(answer?.results ?? []).map((result) => this.result(id, result))];
      const more = answer?.next_offset ? [{ title: "More results…", choose: () => this.inline(query, answer.next_offset, found) }] : [];
      const note = found.length ? null : "Nothing found";
      this.suggestions.show([...found, ...more], { kind: "results", label: "Inline results", note, first: former.length });
    } catch (error) {
      this.trouble(error.message);
    }
  }

  result(query, result) {
    return {
      title: result.title,
      about: result.description,
      choose: async () => {
        const place = this.where();
        this.clear();
        await act("choose", { ...place, query, result: result.id }).catch((error) => this.trouble(error.message));
      },
    };
  }

  reply(message) {
    this.clear();
    this.replyTo = message;
    this.context(`Reply to ${senderOf(message)}`, lineOf(message));
  }

  edit(message) {
    this.clear();
    this.editing = message;
    this.field.value = message.text;
    this.context("Edit message", message.text);
    this.fit();
  }

  attach(file) {
    if (!file) return;
    this.file = file;
    this.context("File", `${file.name}. Add a caption, such as /add.`);
  }

  context(what, about) {
    byId("context-text").replaceChildren(Object.assign(document.createElement("b"), { textContent: what }), ` ${about}`);
    byId("context").hidden = false;
    this.field.focus();
  }

  fill(text) {
    this.field.value = text;
    this.field.focus();
    this.changed();
  }

  clear() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.replyTo = this.editing = this.file = null;
    byId("file").value = "";
    byId("context").hidden = true;
    this.field.value = "";
    this.suggestions.hide();
    byId("menu").setAttribute("aria-expanded", "false");
    this.fit();
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
  }
}
