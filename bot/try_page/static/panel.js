// The panel beside the chat: why an answer was given, and the events.

import { byId, element } from "./elements.js";
import { look } from "./server.js";
import { drawTimeline } from "./timeline.js";

const TABS = ["why", "events"];

export class Panel {
  constructor(state, openCard) {
    this.state = state;
    this.openCard = openCard;
    this.tab = "why";
    this.shown = null; // chat and message that are explained
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
    for (const one of TABS) {
      byId(one).hidden = one !== name;
      byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
      byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
      byId(`open-${one}`).setAttribute("aria-pressed", String(one === name));
    }
    if (name === "events") drawTimeline(byId("events"), this.openCard);
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

  /** Explain what the bot just answered, while the panel shows explanations. */
  follow({ chat_id: chatId, message }) {
    if (this.visible && this.tab === "why" && this.state.isOpen(chatId, message) && this.state.byBot(message)) {
      // The bot notes which message answered what just after it was sent.
      setTimeout(() => this.explain(message, true), 150);
    }
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
      byId("why").replaceChildren(...explanation(told));
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
      "Ask a question: here stands how it was read, what was considered, and why one passage won."));
  }
}

function explanation(told) {
  return [
    element("p", { class: "asked" }, `“${told.question}”`),
    told.follows ? element("p", { class: "follows" }, "Follows up ", element("q", {}, told.follows)) : null,
    outcome(told),
    element("h3", {}, "How it was read"),
    element("dl", { class: "facts" }, told.facts.filter(({ name }) => name !== "sure").flatMap(({ name, value }) => [
      element("dt", {}, capital(name) || "Note"), element("dd", {}, value),
    ])),
    ...told.tables.flatMap(ranked),
  ].filter(Boolean);
}

function outcome(told) {
  const needed = Number(/needed (\d+)%/.exec(told.facts.find(({ name }) => name === "sure")?.value ?? "")?.[1] ?? NaN) / 100;
  const meter = element("span", { class: "meter", role: "img", "aria-label": `Confidence ${percent(told.confidence)}${Number.isNaN(needed) ? "" : `, needed ${percent(needed)}`}` });
  const fill = element("span", { class: "fill" });
  fill.style.width = percent(told.confidence);
  meter.append(fill);
  if (!Number.isNaN(needed)) {
    const mark = element("span", { class: "mark" });
    mark.style.left = percent(needed);
    meter.append(mark);
  }
  return element("div", { class: "outcome", dataset: { answered: String(told.answered) } },
    element("p", {}, element("b", {}, told.answered ? "Answered" : "Withheld: the reports don't say")),
    told.answered ? element("p", { class: "given" }, told.answer) : null,
    meter,
    element("p", { class: "figures" }, `Confidence ${percent(told.confidence)}`, Number.isNaN(needed) ? "" : ` · needed ${percent(needed)}`));
}

function ranked({ title, note, rows }) {
  const most = Math.max(...rows.map((row) => Math.abs(row.score ?? 0)), 0.001);
  return [
    element("h3", {}, capital(title)),
    note ? element("p", { class: "note" }, note) : null,
    element("ol", { class: "ranked" }, rows.map(({ score, text }) => {
      const bar = element("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.max(2, (100 * Math.max(score ?? 0, 0)) / most)}%`;
      return element("li", {}, element("span", { class: "score" }, score === null ? "" : score.toFixed(2)), element("span", { class: "what" }, text, bar));
    })),
  ].filter(Boolean);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function percent(share) {
  return `${Math.round(100 * share)} %`.replace(" ", "");
}
