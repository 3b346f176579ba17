// Small conveniences of every page: Enter in a one-line text sends its form, Ctrl Enter any form from any of its fields,
// and a form is not sent twice.

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  const text = field instanceof HTMLTextAreaElement;
  if (!text && !(field instanceof HTMLInputElement) && !(field instanceof HTMLSelectElement)) return;
  // In the cells of a grid the keys are the grid's.
  if (field.closest("[data-lines]")) return;
  if (event.ctrlKey || event.metaKey || (text && field.dataset.enter === "sends" && !event.shiftKey)) {
    event.preventDefault();
    field.form?.requestSubmit();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || form.target) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  document.body.setAttribute("aria-busy", "true");
});

// A page that the browser brings back from its memory may send its forms again.
window.addEventListener("pageshow", () => {
  document.body.removeAttribute("aria-busy");
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
});

// A refused form is shown where it stands, at the first field that is wrong.
const refused = document.querySelector("form[data-refused]");
if (refused) {
  const wrong = /** @type {HTMLElement | null} */ (refused.querySelector(".wrong input, .wrong select, .wrong textarea"));
  (wrong ?? /** @type {HTMLElement} */ (refused)).scrollIntoView({ block: "center" });
  wrong?.focus({ preventScroll: true });
}

// What goes on step by step goes on when the server is back: nobody has to watch it.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const element = event.target;
    if (element instanceof HTMLElement && element.getAttribute("hx-trigger")?.endsWith("again")) {
      setTimeout(() => element.dispatchEvent(new Event("again")), 3000);
    }
  });
}

// A select that acts at once, as the language does, sends its form when changed.
document.addEventListener("change", (event) => {
  const element = event.target;
  if (element instanceof HTMLElement && element.matches("[data-sends]")) element.closest("form")?.requestSubmit();
});

// Where one is shows at the side, also where there is more than fits.
const side = document.querySelector("nav.side");
const here = side?.querySelector("[aria-current]");
if (side && here instanceof HTMLElement) {
  side.scrollTop = Math.max(0, here.offsetTop - side.clientHeight / 2);
  side.scrollLeft = Math.max(0, here.offsetLeft - side.clientWidth / 2);
}
