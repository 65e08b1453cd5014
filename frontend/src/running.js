// Runs a query and puts the answer of the server's own page in place; what runs can be stopped.

const LONGEST_ADDRESS = 12000;

// the state of the address that the page shows
let shown = location.search;

export function makeRunner(form, editor) {
  const keys = form.querySelector(".keys");
  const button = keys.querySelector("button");
  const stop = addButton(keys, "Stop");
  const said = addStatus(keys);
  let running = null;

  // `wish` is the button of what is wanted instead of an answer: a check, or the query set out
  async function run(wish = null) {
    if (running) return;
    running = new AbortController();
    button.disabled = true;
    stop.hidden = false;
    said.textContent = "Running …";
    try {
      const page = await ask(form, wishOf(editor.read(), wish), running.signal);
      said.textContent = wish?.name === "tidy" ? take(page, editor) : show(page, editor);
    } catch (error) {
      said.textContent =
        error.name === "AbortError" ? "Stopped." : "The server cannot be reached.";
    } finally {
      running = null;
      button.disabled = false;
      stop.hidden = true;
    }
  }

  stop.addEventListener("click", () => {
    running?.abort();
    button.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(event.submitter?.name ? event.submitter : null);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.mend")) return;
    event.preventDefault();
    editor.write(event.target.elements.query.value);
    run();
  });
  // a jump within the page tells the same event, and must not lose what was typed
  window.addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });
  nameThisServer(form);
  return { run };
}

function wishOf(query, wish) {
  return wish ? { query, [wish.name]: wish.value } : { query };
}

async function ask(form, words, signal) {
  const address = new URL(form.action);
  address.search = new URLSearchParams(words);
  const isShort = address.href.length <= LONGEST_ADDRESS;
  const headers = { Accept: "text/html" };
  const response = isShort
    ? await fetch(address, { headers, signal })
    : await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(words),
        headers,
        signal,
      });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // a check and a layout are no place to come back to
  const isAnswer = Object.keys(words).length === 1;
  if (isShort && isAnswer && address.href !== location.href) {
    history.pushState(null, "", address);
    shown = location.search;
  }
  return page;
}

// Replaces the answer by that of another page; returns what to say of it.
function show(page, editor) {
  const here = document.querySelector("#answer");
  const there = page.querySelector("#answer");
  if (!there) {
    here.replaceChildren();
    return page.querySelector(".lead")?.textContent.trim() || "The server gave no answer.";
  }
  here.replaceWith(document.adoptNode(there));
  document.title = page.title;
  editor.mark(there);
  nameThisServer(document.querySelector("form.editor"));
  const told = there.querySelector("[role=status], #problem h2");
  const words = told?.textContent.trim() || "No answer.";
  // what is all that the answer says is said beside the buttons, and once
  if (told && there.children.length === 1 && told.parentElement === there) there.replaceChildren();
  return words;
}

// Takes the query of another page, and leaves the answer that is shown; returns what to say of it.
function take(page, editor) {
  const area = page.querySelector("form.editor textarea");
  if (!area) return show(page, editor);
  if (area.value !== editor.read()) editor.write(area.value);
  const here = document.querySelector("#answer");
  if (here.querySelector("#problem")) {
    // the place that it names is another now
    here.replaceChildren();
    editor.mark(null);
  }
  return page.querySelector("#answer [role=status]")?.textContent.trim() || "No answer.";
}

// Puts the address that the page came from into the snippets, which know only the graph's own.
function nameThisServer(form) {
  for (const code of document.querySelectorAll("code[data-endpoint]")) {
    code.textContent = code.textContent.replaceAll(code.dataset.endpoint, form.action);
  }
  const remark = document.querySelector(".snippets .elsewhere");
  if (remark) remark.hidden = true;
}

function addButton(keys, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plainly";
  button.hidden = true;
  button.textContent = words;
  keys.append(button);
  return button;
}

function addStatus(keys) {
  const remark = document.createElement("span");
  remark.className = "hint";
  remark.textContent = "Ctrl+Enter runs the query, Ctrl+Space offers words, Tab leaves the editor.";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "said";
  keys.append(status, remark);
  return status;
}
