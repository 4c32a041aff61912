// The events of the reports along a line of time.

import { element } from "./elements.js";
import { look } from "./server.js";

/** Fill `place` with the events; choosing one calls `openCard` with its report's number. */
export async function drawTimeline(place, openCard) {
  const wanted = place.querySelector("input")?.value ?? "";
  let events;
  try {
    ({ events } = await look("timeline"));
  } catch (error) {
    place.replaceChildren(element("p", { class: "hint" }, error.message));
    return;
  }
  const list = element("div", { class: "timeline" });
  const count = element("p", { class: "note", role: "status" });
  const filter = element("input", {
    type: "search", class: "filter", placeholder: "Title, place or year", "aria-label": "Filter the events",
    on: { input: () => fill(filter.value) },
  });
  function fill(words) {
    const shown = events.filter((event) => holds(event, words));
    count.textContent = `${shown.length} of ${events.length} events`;
    list.replaceChildren(...years(shown).map(([year, some]) => element("section", {},
      element("h3", {}, year), element("ol", {}, some.map((event) => entry(event, openCard))))));
  }
  filter.value = wanted;
  place.replaceChildren(filter, count, list);
  fill(wanted);
}

function holds(event, words) {
  const text = [event.title, event.where, event.when, event.starts].filter(Boolean).join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function years(events) {
  const found = new Map();
  for (const event of events) {
    const year = event.starts?.slice(0, 4) ?? "Without a date";
    found.set(year, [...(found.get(year) ?? []), event]);
  }
  return [...found];
}

function entry(event, openCard) {
  const when = event.when ?? (event.starts ? `published ${inWords(event.starts)}` : null);
  return element("li", { class: event.stated ? null : "unstated" }, element("button", {
    type: "button",
    class: "event",
    disabled: event.number === null,
    title: event.quote,
    on: { click: () => openCard(event.number) },
  }, element("span", { class: "event-when" }, [when, event.where].filter(Boolean).join(" · ")), element("b", {}, event.title)));
}

function inWords(iso) {
  const parts = { year: "numeric", ...(iso.length > 4 ? { month: "long" } : {}), ...(iso.length > 7 ? { day: "numeric" } : {}) };
  return new Date(`${iso}${"-01-01".slice(iso.length > 7 ? 6 : iso.length > 4 ? 3 : 0)}T12:00`).toLocaleDateString([], parts);
}
