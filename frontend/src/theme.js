// The look of the editor, in the colours of the page, which know light, dark and paper.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--mark)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--mark)" },
  { tag: tags.variableName, color: "var(--visited)" },
  { tag: [tags.url, tags.namespace, tags.typeName], color: "var(--ink)" },
  { tag: tags.annotation, color: "var(--quiet)" },
]);

export const look = EditorView.theme({
  "&": {
    border: "1px solid var(--quiet)",
    borderRadius: "3px",
    background: "var(--paper)",
    color: "var(--ink)",
    fontSize: "0.9rem",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-content, .cm-gutter": { minHeight: "16rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine": { background: "var(--raised)" },
  ".cm-gutters": {
    background: "var(--paper)",
    color: "var(--quiet)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    background: "none",
    outline: "1px solid var(--accent)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    background: "none",
    outline: "1px solid var(--mark)",
  },
  ".cm-tooltip": {
    background: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--quiet)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--accent)",
    color: "var(--paper)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "1", fontFamily: "var(--sans)" },
  ".cm-completionMatchedText": { textDecoration: "underline" },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--mark)" },
});
