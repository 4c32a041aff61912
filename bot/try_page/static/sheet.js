// What a report says of its event, above the report's text: a value shows where it stands there.

import { byId, element } from "./elements.js";
import { look } from "./server.js";

/** Fill `place` with the sheet of a report; `back` and `card` are what its buttons do. */
export async function drawSheet(place, report, { back, card }) {
  let told;
  try {
    told = await look("sheet", { report });
  } catch (error) {
    place.replaceChildren(backButton(back), element("p", { class: "hint" }, error.message));
    return;
  }
  const text = element("div", { class: "report-text", role: "region", "aria-label": "The report’s text", tabindex: "0" });
  const keys = new Map();
  const choose = (number) => light(text, keys, number);
  text.append(...told.parts.map((part) => piece(part, choose)));
  place.replaceChildren(
    element("header", { class: "sheet-head" },
      element("div", { class: "sheet-ways" }, backButton(back),
        element("button", { type: "button", class: "quiet", disabled: told.number === null, on: { click: () => card(told.number) } }, "Card in the chat")),
      element("h3", { class: "sheet-title", tabindex: "-1" }, told.title),
      told.date ? element("p", { class: "note" }, `Published ${told.date}`) : null),
    told.slots.length ? stated(told.slots, choose, keys) : element("p", { class: "hint" }, "Nothing was noted of this event; its text is below."),
    text);
  place.querySelector(".sheet-title").focus();
}

function backButton(back) {
  return element("button", { type: "button", class: "quiet", on: { click: back } }, "← All events");
}

function stated(slots, choose, keys) {
  return element("dl", { class: "stated", "aria-label": "What the report says of the event" }, slots.flatMap(({ label, values }) => [
    element("dt", {}, label),
    element("dd", {}, values.map(({ number, text, probability }) => {
      const made = element("button", {
        type: "button", class: "value", "aria-pressed": "false",
        title: `${Math.round(100 * probability)}% likely to be right`,
        on: { click: () => choose(number) },
      }, text);
      keys.set(number, made);
      return made;
    })),
  ]));
}

function piece({ text, values, passages }, choose) {
  const dataset = { values: ` ${values.join(" ")} `, passages: ` ${passages.join(" ")} ` };
  if (!values.length) return element("span", { dataset }, text);
  return element("mark", { dataset, on: { click: () => choose(values[0]) } }, text);
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
