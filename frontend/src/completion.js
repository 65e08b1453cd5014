// Offers what the graph knows: its prefixes, classes and properties, and the words of SPARQL.

import { autocompletion } from "@codemirror/autocomplete";

const KEYWORDS = (
  "ASK AS ASC AVG BASE BIND BOUND BY COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DESC " +
  "DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP GROUP_CONCAT HAVING IF IN ISIRI ISLITERAL " +
  "LANG LANGMATCHES LCASE LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED " +
  "REGEX REPLACE SAMPLE SELECT SEPARATOR STR STRAFTER STRBEFORE STRENDS STRLEN STRSTARTS SUBSTR " +
  "SUM UCASE UNDEF UNION VALUES WHERE YEAR"
)
  .split(" ")
  .map((label) => ({ label, type: "keyword" }));

export function completion(address) {
  let words = null;
  // asked once, and only by whoever writes
  const ask = () =>
    (words ??= fetch(address)
      .then((response) => response.json())
      .catch(() => ({ prefixes: {}, terms: [] })));
  return autocompletion({ override: [async (context) => offer(context, await ask())], icons: false });
}

function offer(context, words) {
  const declaring = context.matchBefore(/PREFIX\s+[\w-]*/i);
  if (declaring) {
    const typed = /[\w-]*$/.exec(declaring.text)[0];
    return { from: context.pos - typed.length, options: declarations(words.prefixes) };
  }
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) return { from: variable.from, options: variables(context, variable.from) };
  const word = context.matchBefore(/[\w-]+(:[\w-]*)?/);
  if (!word && !context.explicit) return null;
  return {
    from: word ? word.from : context.pos,
    options: [...names(words), ...KEYWORDS],
    validFor: /^[\w-]*(:[\w-]*)?$/,
  };
}

function declarations(prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => ({
    label: `${name}:`,
    detail: iri,
    apply: `${name}: <${iri}>`,
    type: "namespace",
  }));
}

function variables(context, from) {
  const text = context.state.doc.toString();
  const found = new Set();
  for (const match of text.matchAll(/[?$]\w+/g)) {
    if (match.index !== from) found.add(match[0]);
  }
  return [...found].sort().map((label) => ({ label, type: "variable" }));
}

function names(words) {
  const terms = words.terms.map((term) => ({
    label: term.name,
    detail: term.label ? `${term.label} (${term.kind})` : term.kind,
    type: term.kind,
    apply: (view, completion, from, to) => insert(view, term.name, from, to, words.prefixes),
  }));
  const prefixes = Object.keys(words.prefixes).map((name) => ({
    label: `${name}:`,
    detail: "prefix",
    apply: (view, completion, from, to) => insert(view, `${name}:`, from, to, words.prefixes),
    type: "namespace",
  }));
  return [...terms, ...prefixes];
}

// A name goes in together with the declaration of its prefix, if that is missing.
function insert(view, name, from, to, prefixes) {
  const prefix = /^([\w-]+):/.exec(name)?.[1];
  const isDeclared =
    !prefix ||
    !prefixes[prefix] ||
    new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
  const line = isDeclared ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
  const changes = [{ from, to, insert: name }];
  if (line) changes.unshift({ from: 0, insert: line });
  view.dispatch({
    changes,
    selection: { anchor: from + name.length + line.length },
    userEvent: "input.complete",
  });
}
