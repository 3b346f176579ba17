// The editor of a manual's files: line numbers and the checker's marks beside the text, jumps by key, saving by key.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-editor]"));
const text = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("[data-text]") ?? null);
const margin = /** @type {HTMLElement | null} */ (form?.querySelector("[data-margin]") ?? null);
const TAB = "  ";

/** The findings of this file as the page shows them now. */
function findings() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#beside [data-finding]")]);
}

/** Number the lines, and mark those that have a finding. */
function paint() {
  if (!text || !margin) return;
  /** @type {Map<number, HTMLElement>} */
  const marked = new Map();
  for (const each of findings()) {
    const line = Number(each.dataset.line);
    if (!marked.has(line) || each.classList.contains("error")) marked.set(line, each);
  }
  const lines = text.value.split("\n").length;
  margin.replaceChildren(
    ...Array.from({ length: lines }, (_, index) => {
      const row = document.createElement("span");
      row.textContent = String(index + 1);
      const found = marked.get(index + 1);
      if (found) {
        row.className = found.classList.contains("error") ? "error" : "warning";
        row.title = found.innerText.trim();
      }
      return row;
    }),
  );
  margin.scrollTop = text.scrollTop;
}

/**
 * Put the cursor at a place, and bring it into view.
 * @param {number} line
 * @param {number} column
 */
function go(line, column = 1) {
  if (!text) return;
  const lines = text.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const at = Math.min(before + column - 1, text.value.length);
  text.focus({ preventScroll: true });
  text.setSelectionRange(at, at);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 4) * height);
  text.scrollLeft = 0;
}

/** The line of the cursor. */
const here = () => (text ? text.value.slice(0, text.selectionStart).split("\n").length : 1);

/** @param {number} step forward (1) or back (-1) */
function next(step) {
  const lines = [...new Set(findings().map((each) => Number(each.dataset.line)))].sort((one, other) => one - other);
  if (!lines.length) return;
  const at = here();
  const behind = step > 0 ? lines.find((line) => line > at) : [...lines].reverse().find((line) => line < at);
  const line = behind ?? (step > 0 ? lines[0] : lines[lines.length - 1]);
  const found = findings().find((each) => Number(each.dataset.line) === line);
  go(line, Number(found?.dataset.column ?? 1));
  found?.scrollIntoView({ block: "nearest" });
}

if (form && text && margin) {
  let kept = text.value;
  let sent = kept;
  paint();
  if (form.dataset.line) go(Number(form.dataset.line));
  text.addEventListener("input", paint);
  text.addEventListener("scroll", () => (margin.scrollTop = text.scrollTop));
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && text.dataset.leaves === undefined) {
      event.preventDefault();
      text.setRangeText(TAB, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Escape") {
      // After Escape the next Tab leaves the text, as everywhere else.
      text.dataset.leaves = "";
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      const line = text.value.slice(0, text.selectionStart).split("\n").pop() ?? "";
      const indent = /^ */.exec(line)?.[0] ?? "";
      if (indent) {
        event.preventDefault();
        text.setRangeText(`\n${indent}`, text.selectionStart, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });
  text.addEventListener("blur", () => delete text.dataset.leaves);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "F8") {
      event.preventDefault();
      next(event.shiftKey ? -1 : 1);
    }
  });
  document.addEventListener("click", (event) => {
    const found = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest("[data-go]")?.closest("[data-finding]") : null);
    if (found) go(Number(found.dataset.line), Number(found.dataset.column));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) sent = text.value;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement)) return;
    if (target.id === "beside") paint();
    if (target.id === "saved") {
      form.removeAttribute("data-sent");
      document.body.removeAttribute("aria-busy");
      if (!target.querySelector("[data-refused]")) kept = sent;
      const seen = form.querySelector("input[name=seen]");
      const removing = /** @type {HTMLInputElement | null} */ (document.querySelector("form.removing input[name=seen]"));
      if (removing && seen instanceof HTMLInputElement) removing.value = seen.value;
    }
  });
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, () => form.removeAttribute("data-sent"));
  }
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== kept) event.preventDefault();
  });
}
