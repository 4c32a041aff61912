// The events of the reports along a line of time.

import { element } from "./elements.js";
import { look } from "./server.js";

/** The list of events in `place`; choosing one calls `choose` with its report. */
export class Timeline {
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
    this.stamp = ""; // of the reports that are shown
    this.events = [];
    this.list = element("div", { class: "timeline" });
    this.count = element("p", { class: "note", role: "status" });
    this.filter = element("input", {
      type: "search", class: "filter", placeholder: "Title, place or year", "aria-label": "Filter the events",
      on: { input: () => this.fill() },
    });
  }

  /** Show the events as they are now; nothing moves where the reports are the same. Whether others had been shown. */
  async draw() {
    const before = this.stamp;
    try {
      const told = await look("timeline", { known: this.stamp });
      if (told.events === null) return false;
      this.stamp = told.stamp;
      this.events = told.events;
    } catch (error) {
      this.stamp = "";
      this.place.replaceChildren(element("p", { class: "hint" }, error.message));
      return false;
    }
    if (!this.list.isConnected) this.place.replaceChildren(this.filter, this.count, this.list);
    this.fill();
    return before !== "";
  }

  fill() {
    const shown = this.events.filter((event) => fits(event, this.filter.value));
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.report : null;
    this.count.textContent = `${shown.length} of ${this.events.length} events`;
    this.list.replaceChildren(...years(shown).map(([year, some]) => element("section", {},
      element("h3", {}, year), element("ol", {}, some.map((event) => entry(event, this.choose))))));
    if (focused !== null) this.focus(focused);
  }

  /** Go to the event of a report. */
  focus(report) {
    (this.list.querySelector(`[data-report="${CSS.escape(report)}"]`) ?? this.filter).focus();
  }
}

function fits(event, words) {
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

function entry(event, choose) {
  const when = event.when ?? (event.starts ? `published ${inWords(event.starts)}` : null);
  return element("li", { class: event.stated ? null : "unstated" }, element("button", {
    type: "button",
    class: "event",
    title: event.quote,
    dataset: { report: event.report },
    on: { click: () => choose(event.report) },
  }, element("span", { class: "event-when" }, [when, event.where].filter(Boolean).join(" · ")), element("b", {}, event.title)));
}

function inWords(iso) {
  const parts = { year: "numeric", ...(iso.length > 4 ? { month: "long" } : {}), ...(iso.length > 7 ? { day: "numeric" } : {}) };
  return new Date(`${iso}${"-01-01".slice(iso.length > 7 ? 6 : iso.length > 4 ? 3 : 0)}T12:00`).toLocaleDateString([], parts);
}
