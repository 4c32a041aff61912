// The list above the message field: commands, or what inline mode offers.

import { byId, element } from "./elements.js";

/** A listbox that the message field steers; each option has `title`, `about` and `choose`. */
export class Suggestions {
  constructor(field) {
    this.field = field;
    this.box = byId("suggestions");
    this.options = [];
    this.at = -1;
    this.box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps focus
  }

  get open() {
    return !this.box.hidden;
  }

  /** Offer these; `kind` tells commands from results, `label` names the list, `first` is chosen then. */
  show(options, { kind, label, note, first = -1 } = {}) {
    this.options = options;
    this.at = -1;
    this.box.dataset.kind = kind ?? "";
    this.box.setAttribute("aria-label", label ?? "Suggestions");
    this.box.replaceChildren(...options.map((option, number) => element("div", {
      role: "option",
      id: `option-${number}`,
      class: "option",
      "aria-selected": "false",
      on: { click: () => this.take(number) },
    }, element("b", {}, option.title), option.about ? element("span", {}, option.about) : null)));
    if (note) this.box.append(element("p", { class: "option-note" }, note));
    this.box.hidden = !options.length && !note;
    this.field.setAttribute("aria-expanded", String(this.open));
    this.field.removeAttribute("aria-activedescendant");
    if (options[first]) this.choose(first);
  }

  /** Whether an option is chosen that Enter would take. */
  get chosen() {
    return this.open && this.at >= 0;
  }

  hide() {
    this.show([]);
  }

  /** Take the option with this number, else the chosen one. */
  take(number = this.at) {
    const option = this.options[number];
    this.hide();
    option?.choose();
  }

  /** Handle a key of the field; whether it was one of the list's. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) this.move(step);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else if (event.key === "Tab" && this.options[this.at]?.complete) this.options[this.at].complete();
    else return false;
    event.preventDefault();
    return true;
  }

  move(step) {
    const count = this.options.length;
    this.choose(this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count);
  }

  choose(at) {
    this.at = at;
    for (const [number, shown] of [...this.box.querySelectorAll(".option")].entries()) {
      const here = number === this.at;
      shown.setAttribute("aria-selected", String(here));
      if (here) shown.scrollIntoView({ block: "nearest" });
    }
    this.field.setAttribute("aria-activedescendant", `option-${this.at}`);
  }
}
