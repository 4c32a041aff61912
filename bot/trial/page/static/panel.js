// The panel beside the chat: why an answer was given, and the events.

import { byId, element } from "./elements.js";
import { look } from "./server.js";
import { Sheet } from "./sheet.js";
import { Timeline } from "./timeline.js";
import { explanation } from "./why.js";

const TABS = ["why", "events"];
const SOON = 150; // ms after which the bot has noted which message answered what

export class Panel {
  constructor(state, openCard) {
    this.state = state;
    this.tab = "why";
    this.shown = null; // chat and message that are explained
    this.timeline = new Timeline(byId("timeline"), (report) => this.show(report));
    this.sheet = new Sheet(byId("sheet"), {
      card: openCard,
      back: (report) => {
        this.list(true);
        this.timeline.focus(report);
      },
    });
    for (const name of TABS) {
      byId(`tab-${name}`).addEventListener("click", () => this.open(name));
      byId(`open-${name}`).addEventListener("click", () => (this.visible && this.tab === name ? this.close() : this.open(name)));
    }
    byId("close-panel").addEventListener("click", () => this.close());
    document.querySelector(".tabs").addEventListener("keydown", (event) => this.tabKey(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && byId("panel").contains(document.activeElement)) this.close();
    });
    state.addEventListener("message", ({ detail }) => this.follow(detail));
    state.addEventListener("edited", ({ detail }) => this.follow(detail));
    state.addEventListener("opened", () => this.latest());
    state.addEventListener("person", () => this.latest());
    this.blank();
  }

  get visible() {
    return !byId("panel").hidden;
  }

  open(name) {
    const before = document.activeElement;
    this.tab = name;
    byId("panel").hidden = false;
    byId("panel").dataset.view = name === "events" && !byId("sheet").hidden ? "sheet" : "";
    for (const one of TABS) {
      byId(one).hidden = one !== name;
      byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
      byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
      byId(`open-${one}`).setAttribute("aria-pressed", String(one === name));
    }
    if (name === "events") this.refresh();
    if (before?.id === `open-${name}`) byId(`tab-${name}`).focus();
    if (name === "why" && !this.shown) this.latest();
  }

  close() {
    byId("panel").hidden = true;
    for (const name of TABS) byId(`open-${name}`).setAttribute("aria-pressed", "false");
    byId(`open-${this.tab}`).focus();
  }

  tabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = TABS[1 - TABS.indexOf(this.tab)];
    this.open(other);
    byId(`tab-${other}`).focus();
  }

  /** Explain what the bot just answered, or show the events as they are after it, such as after /add. */
  follow({ chat_id: chatId, message }) {
    if (!this.visible || !this.state.byBot(message)) return;
    if (this.tab === "events") {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), SOON);
    } else if (this.state.isOpen(chatId, message)) {
      setTimeout(() => this.explain(message, true), SOON);
    }
  }

  /** Show the events, and the sheet that is open, as the reports are now. */
  async refresh() {
    if (await this.timeline.draw()) await this.sheet.refresh(this.timeline.events.map(({ report }) => report));
  }

  /** Show what a report says of its event, in the place of the list of events. */
  async show(report, passage = {}) {
    if (!this.visible || this.tab !== "events") this.open("events");
    this.list(false);
    await this.sheet.show(report, passage);
  }

  list(shown) {
    byId("timeline").hidden = !shown;
    byId("sheet").hidden = shown;
    byId("panel").dataset.view = shown ? "" : "sheet";
  }

  /** Explain the newest answer of the open chat. */
  async latest() {
    if (!this.visible || this.tab !== "why") return;
    const { chatId, topic } = this.state;
    const answers = this.state.messages().filter((message) => this.state.byBot(message));
    for (const message of answers.slice(-5).reverse()) {
      if (await this.explain(message, true)) return;
      if (this.state.chatId !== chatId || this.state.topic !== topic) return;
    }
    this.blank();
  }

  /** Show how the question was read that a message answers; whether it answers one. */
  async explain(message, quietly = false) {
    try {
      const told = await look("explain", { chat: message.chat.id, message: message.message_id });
      if (told.question === null) throw new Error("this message answers no question");
      this.shown = [message.chat.id, message.message_id];
      byId("why").replaceChildren(...explanation(told, (report, passage) => this.show(report, passage)));
      return true;
    } catch (error) {
      if (!quietly) byId("why").replaceChildren(element("p", { class: "hint" }, `Nothing to explain: ${error.message}.`));
      return false;
    }
  }

  async why(message) {
    this.open("why");
    await this.explain(message);
    byId("why").focus();
  }

  blank() {
    this.shown = null;
    byId("why").replaceChildren(element("p", { class: "hint" },
      "Ask a question: here you see how it was understood, and why it was answered so."));
  }
}
