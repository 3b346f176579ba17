// The keyboard: one map from key to what the page at hand can do with it. Keys never act while somebody types.

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button|submit)$/.test(target.type));
}

/** The visible rows of the page's first list. */
function rows() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("tr[data-case]")]);
}

/** The row the keyboard stands on, or null. */
function current() {
  return /** @type {HTMLElement | null} */ (document.querySelector("tr[data-case].at"));
}

/**
 * Move the mark by `step` rows and keep it in view.
 * @param {number} step
 */
function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = current();
  const index = at ? Math.min(all.length - 1, Math.max(0, all.indexOf(at) + step)) : step > 0 ? 0 : all.length - 1;
  at?.classList.remove("at");
  all[index].classList.add("at");
  all[index].querySelector("a")?.focus({ preventScroll: true });
  all[index].scrollIntoView({ block: "nearest" });
}

/** Tick or untick the row the keyboard stands on. */
function tick() {
  const box = /** @type {HTMLInputElement | null} */ (current()?.querySelector("input[type=checkbox]") ?? null);
  box?.click();
}

/** Let the message count as read on which the keyboard stands. */
function read() {
  /** @type {HTMLElement | null} */ (current()?.querySelector("[data-read]") ?? null)?.click();
}

/** @param {string} selector */
function press(selector) {
  const element = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  if (!element) return false;
  if (element instanceof HTMLDetailsElement) {
    element.open = true;
    const first = element.querySelector("input:not([type=hidden]), select, textarea, button");
    /** @type {HTMLElement | null} */ (first)?.focus();
    // As Tab would come to it: what stands there is written over.
    if (first instanceof HTMLInputElement && first.type !== "checkbox" && first.type !== "radio") first.select();
    element.scrollIntoView({ block: "nearest" });
  } else if (element instanceof HTMLInputElement && element.type !== "checkbox") {
    element.focus();
    element.select();
  } else {
    element.click();
  }
  return true;
}

function sheet() {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @type {Record<string, () => void>} */
const always = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  x: tick,
  " ": tick,
  "?": sheet,
  "/": () => press("[data-search]") || press("[data-find]"),
  f: () => press("[data-find]"),
  n: () => press("[data-next]"),
  p: () => press("[data-previous]"),
  a: () => press("[data-all]"),
  g: () => press("[data-bench]"),
  m: () => press("[data-messages]"),
  r: read,
  c: () => press("[data-comment]"),
  "]": () => press("[data-page-next]"),
  "[": () => press("[data-page-previous]"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) {
    /** @type {HTMLElement} */ (event.target).blur();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const list = rows().length > 0;
  if (event.key === "Enter") {
    // Enter on a link or button is the browser's own; elsewhere it opens the row that is marked.
    if (event.target instanceof HTMLElement && event.target.closest("a, button, summary")) return;
    /** @type {HTMLElement | null} */ (current()?.querySelector("a") ?? null)?.click();
    return;
  }
  // A space or an arrow scrolls the page, or presses a button, where there is no list to walk.
  if (/^( |ArrowUp|ArrowDown)$/.test(event.key)) {
    if (!list || (event.key === " " && !current())) return;
    if (event.target instanceof HTMLElement && event.target.closest("summary, button, input")) return;
  }
  if (press(`[data-key="${CSS.escape(event.key)}"]`)) {
    event.preventDefault();
    return;
  }
  const does = always[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-keys]")) {
    event.preventDefault();
    sheet();
  }
  if (target instanceof HTMLDialogElement) target.close();
  // A menu closes when one presses elsewhere.
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (target && !drop.contains(target)) drop.removeAttribute("open");
  }
});
