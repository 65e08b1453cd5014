// Turns the text area of the query page into an editor, and runs its query without leaving the page.
// The page works without this script; what it changes is taken from the page's own answers.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { completion } from "./completion.js";
import { markPlace } from "./mistakes.js";
import { makeRunner } from "./running.js";
import { colours, look } from "./theme.js";

const form = document.querySelector("form.editor");
const area = form.querySelector("textarea");

const host = document.createElement("div");
host.className = "editor-host";
area.before(host);
// in a shadow root the style sheets of the editor are objects, which a strict policy allows
const root = host.attachShadow({ mode: "open" });

const view = new EditorView({
  parent: root,
  root,
  state: EditorState.create({
    doc: area.value,
    extensions: [
      keymap.of([
        {
          key: "Mod-Enter",
          run: () => {
            runner.run();
            return true;
          },
        },
      ]),
      lineNumbers(),
      lintGutter(),
      history(),
      highlightSpecialChars(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      sparql(),
      completion(form.dataset.words),
      syntaxHighlighting(colours),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": "SPARQL query",
        spellcheck: "false",
      }),
      // no binding of Tab: it leaves the editor, as everywhere else on the page
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.domEventHandlers({ beforeinput: replaceSelected }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = view.state.doc.toString();
      }),
    ],
  }),
});

// Text typed over a selection is put in here: a browser that does it by itself copies the looks of
// what was selected into attributes of style, which the policy forbids and reports.
function replaceSelected(event, editor) {
  const { data, inputType, isComposing } = event;
  const { from, to, empty } = editor.state.selection.main;
  if (inputType !== "insertText" || !data || isComposing || empty) return false;
  event.preventDefault();
  const insert = () => editor.state.update(editor.state.replaceSelection(data));
  // a bracket goes round what is selected
  const handlers = editor.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(editor, from, to, data, insert))) {
    editor.dispatch(editor.state.replaceSelection(data), { userEvent: "input.type" });
  }
  return true;
}

area.hidden = true;
const label = form.querySelector("label");
label.addEventListener("click", (event) => {
  event.preventDefault();
  view.focus();
});

const runner = makeRunner(form, {
  read: () => view.state.doc.toString(),
  write: (text) =>
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      // taken back by itself, not together with what was typed before
      annotations: isolateHistory.of("full"),
    }),
  mark: (answer) => markPlace(view, answer),
});
markPlace(view, document.querySelector("#answer"));
