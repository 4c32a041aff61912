// What a report says of its event, above the report's text: a value shows where it stands there.

import { byId, element } from "./elements.js";
import { look } from "./server.js";

const SURE = 0.5; // probability below which a value is shown as unsure

/** Fill `place` with the sheet of a report, and point out a passage; `back` and `card` are what its buttons do. */
export async function drawSheet(place, report, { start, end }, { back, card }) {
  let told;
  try {
    told = await look("sheet", { report, start: start ?? "", end: end ?? "" });
  } catch (error) {
    place.replaceChildren(backButton(back), element("p", { class: "hint" }, error.message));
    return;
  }
  const text = element("div", { class: "report-text", role: "region", "aria-label": "The report’s text", tabindex: "0" });
  const keys = new Map();
  const choose = (number) => light(text, keys, number);
  text.append(...told.parts.map((part) => piece(part, choose)));
  if (text.firstChild) text.firstChild.textContent = text.firstChild.textContent.trimStart();
  place.replaceChildren(
    element("header", { class: "sheet-head" },
      element("div", { class: "sheet-ways" }, backButton(back),
        element("button", { type: "button", class: "quiet", disabled: told.number === null, on: { click: () => card(told.number) } }, "Card in the chat")),
      element("h3", { class: "sheet-title", tabindex: "-1" }, told.title),
      told.date ? element("p", { class: "note" }, `Published ${told.date}`) : null),
    told.slots.length ? stated(told.slots, choose, keys) : element("p", { class: "hint" }, "Nothing was noted of this event; its text is below."),
    text);
  place.querySelector(".sheet-title").focus();
  text.querySelector(".passage")?.scrollIntoView({ block: "center" });
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
