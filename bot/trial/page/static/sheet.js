// What a report says of its event, above the report's text: a value shows where it stands there.

import { byId, element } from "./elements.js";
import { look } from "./server.js";

const SURE = 0.5; // probability below which a value is shown as unsure

/** The sheet in `place`; `back` is called with the report that is left, `card` with the number of one whose card is wanted. */
export class Sheet {
  constructor(place, { back, card }) {
    this.place = place;
    this.report = null; // whose sheet is shown
    this.drawn = ""; // what it says, without what is pointed out
    this.back = () => {
      const left = this.report;
      this.report = null;
      back(left);
    };
    this.card = card;
  }

  /** Show the sheet of a report, and point out a passage. */
  async show(report, { start, end }) {
    this.report = report;
    this.drawn = "";
    await this.draw({ start: start ?? "", end: end ?? "" });
  }

  /** Draw the sheet that is open as its report, one of `reports`, is now; nothing moves where it says the same. */
  async refresh(reports) {
    if (this.report === null) return;
    if (reports.includes(this.report)) await this.draw({});
    else this.fail("This report is no longer there.");
  }

  async draw(passage) {
    const { report, place } = this;
    let told;
    try {
      told = await look("sheet", { report, ...passage });
    } catch (error) {
      if (report === this.report) this.fail(error.message);
      return;
    }
    const says = JSON.stringify({ ...told, parts: told.parts.map(({ text }) => text).join("") });
    if (report !== this.report || says === this.drawn) return;
    const anew = this.drawn !== "";
    const inside = place.contains(document.activeElement);
    const read = place.querySelector(".report-text")?.scrollTop ?? 0;
    this.drawn = says;
    const text = this.fill(told);
    if (!anew || inside) place.querySelector(".sheet-title").focus();
    if (anew) text.scrollTop = read;
    else text.querySelector(".passage")?.scrollIntoView({ block: "center" });
  }

  fail(reason) {
    this.drawn = reason; // it is said once
    this.place.replaceChildren(backButton(this.back), element("p", { class: "hint", role: "status" }, reason));
  }

  /** Put the sheet into its place; the node of the report's text. */
  fill(told) {
    const text = element("div", { class: "report-text", role: "region", "aria-label": "The report’s text", tabindex: "0" });
    const keys = new Map();
    const choose = (number) => light(text, keys, number);
    text.append(...told.parts.map((part) => piece(part, choose)));
    if (text.firstChild) text.firstChild.textContent = text.firstChild.textContent.trimStart();
    this.place.replaceChildren(
      element("header", { class: "sheet-head" },
        element("div", { class: "sheet-ways" }, backButton(this.back),
          element("button", { type: "button", class: "quiet", disabled: told.number === null, on: { click: () => this.card(told.number) } }, "Card in the chat")),
        element("h3", { class: "sheet-title", tabindex: "-1" }, told.title),
        told.date ? element("p", { class: "note" }, `Published ${told.date}`) : null),
      told.slots.length ? stated(told.slots, choose, keys) : element("p", { class: "hint" }, "Nothing was noted of this event; its text is below."),
      text);
    return text;
  }
}

function backButton(back) {
  return element("button", { type: "button", class: "quiet", on: { click: back } }, "← All events");
}

function stated(slots, choose, keys) {
  return element("dl", { class: "stated", "aria-label": "What the report says of the event" }, slots.flatMap(({ label, values }) => [
    element("dt", {}, label),
    element("dd", {}, values.map(({ number, text, probability }) => {
      const made = element("button", {
        type: "button", class: probability < SURE ? "value unsure" : "value", "aria-pressed": "false",
        title: `${Math.round(100 * probability)}% likely to be right`,
        on: { click: () => choose(number) },
      }, text);
      keys.set(number, made);
      return made;
    })),
  ]));
}

function piece({ text, values, passages, quoted }, choose) {
  const dataset = { values: ` ${values.join(" ")} `, passages: ` ${passages.join(" ")} ` };
  const kind = quoted ? "passage" : null;
  if (!values.length) return element("span", { class: kind, dataset }, text);
  return element("mark", { class: kind, dataset, on: { click: () => choose(values[0]) } }, text);
}

/** Highlight a value and its passage, and bring them into view. */
function light(text, keys, number) {
  const within = (one, name) => one.dataset[name].includes(` ${number} `);
  for (const one of text.children) {
    one.classList.toggle("lit", within(one, "values"));
    one.classList.toggle("passage", within(one, "passages"));
  }
  for (const [other, key] of keys) key.setAttribute("aria-pressed", String(other === number));
  const lit = [...text.querySelectorAll(".passage")];
  (text.querySelector(".lit") ?? lit[0])?.scrollIntoView({ block: "center" });
  keys.get(number)?.scrollIntoView({ block: "nearest" });
  byId("announcer").textContent = lit.map((one) => one.textContent).join("");
}
