// Marks the place that the server names in what it says of a query.

import { setDiagnostics } from "@codemirror/lint";

export function markPlace(view, answer) {
  const place = answer && answer.dataset.line ? placeIn(view.state.doc, answer) : null;
  view.dispatch(setDiagnostics(view.state, place ? [place] : []));
  if (place) view.dispatch({ selection: { anchor: place.from }, scrollIntoView: true });
}

function placeIn(doc, answer) {
  const number = Math.min(Math.max(Number(answer.dataset.line), 1), doc.lines);
  const line = doc.line(number);
  // the server counts characters, the editor counts units of UTF-16
  const before = Array.from(line.text).slice(0, Number(answer.dataset.column) - 1);
  const from = Math.min(line.from + before.join("").length, line.to);
  const word = /^\S+/.exec(line.text.slice(from - line.from));
  const to = word ? from + word[0].length : Math.min(from + 1, doc.length);
  const said = answer.querySelector("#problem p");
  return { from, to, severity: "error", message: said ? said.textContent.trim() : "" };
}
