// Why a question was answered so, in plain words; what else was considered stays folded.

import { element } from "./elements.js";

const SAID = { sure: "Answered", closest: "Not sure: the closest passage was shown", not_stated: "No answer: the reports don't say" };

/** The nodes that explain an answer; `open` with a report that is wanted, and a passage of it. */
export function explanation(told, open) {
  return [
    element("p", { class: "asked" }, `“${told.question}”`),
    told.follows ? element("p", { class: "follows" }, "Follows up ", element("q", {}, told.follows)) : null,
    outcome(told),
    element("h3", {}, "How the question was understood"),
    element("dl", { class: "facts" }, told.facts.flatMap(({ name, value }) => [element("dt", {}, name), element("dd", {}, value)])),
    told.report ? element("button", { type: "button", class: "quiet", on: { click: () => open(told.report, told) } }, "See the report’s text") : null,
    told.tables.length ? element("details", { class: "considered" },
      element("summary", {}, "What else was considered"), told.tables.flatMap(ranked)) : null,
  ].filter(Boolean);
}

function outcome({ outcome: kind, answer, confidence, needed }) {
  const likely = `${percent(confidence)} likely to be right`;
  const from = needed === null ? "" : kind === "sure" ? `; an answer is given from ${percent(needed)} on` : `; an answer needs ${percent(needed)}`;
  const meter = element("span", { class: "meter", role: "img", "aria-label": `${likely}${from}` });
  const fill = element("span", { class: "fill" });
  fill.style.width = percent(confidence);
  meter.append(fill);
  if (needed !== null) {
    const mark = element("span", { class: "mark" });
    mark.style.left = percent(needed);
    meter.append(mark);
  }
  const sentence = confidence > 0 ? [meter, element("p", { class: "figures" }, `${kind === "sure" ? "" : "The likeliest answer is "}${likely}${from}.`)] : [];
  return element("div", { class: "outcome", dataset: { answered: String(kind === "sure") } },
    element("p", {}, element("b", {}, SAID[kind] ?? kind)),
    kind === "sure" ? element("p", { class: "given" }, answer) : null,
    ...sentence);
}

function ranked({ title, rows }) {
  return [
    element("h3", {}, title),
    element("ol", { class: "ranked" }, rows.map(({ share, figure, text, where }) => {
      const bar = element("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.max(2, 100 * share)}%`;
      return element("li", {},
        figure ? element("span", { class: "score" }, figure) : null,
        element("span", { class: "what" }, text, where ? element("small", {}, where) : null, bar));
    })),
  ];
}

function percent(share) {
  return `${Math.round(100 * share)}%`;
}
