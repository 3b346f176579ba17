// Which rows are ticked: the count beside the buttons, ticking a range with Shift, all at once, and all of the filter.

/** @type {HTMLInputElement | null} */
let last = null;

/** @param {ParentNode} form */
const boxes = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name="case"]')]);

/** @param {HTMLFormElement} form */
function tell(form) {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  const every = /** @type {HTMLInputElement | null} */ (form.querySelector('[name="everything"]'));
  const count = form.querySelector("[data-chosen]");
  const says = every?.checked ? every.dataset.says : count instanceof HTMLElement && count.dataset[ticked ? "some" : "none"];
  if (count instanceof HTMLElement && says) {
    count.textContent = says.replace("%s", every?.checked ? every.dataset.count ?? "" : ticked.toLocaleString("en-US"));
  }
  for (const button of form.querySelectorAll("[data-needs-chosen]")) {
    /** @type {HTMLButtonElement} */ (button).disabled = ticked === 0 && !every?.checked;
  }
  const head = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-all]"));
  if (head) {
    head.checked = all.length > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  const offer = form.querySelector("[data-offer-everything]");
  if (offer instanceof HTMLElement) offer.hidden = !(head?.checked || every?.checked);
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  const form = box.closest("form[data-choose]");
  if (!(form instanceof HTMLFormElement)) return;
  const all = boxes(form);
  if (box.matches("[data-all]")) {
    for (const each of all) each.checked = box.checked;
    if (!box.checked) {
      const every = /** @type {HTMLInputElement | null} */ (form.querySelector('[name="everything"]'));
      if (every) every.checked = false;
    }
  } else if (box.name === "case") {
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    }
    last = box;
  }
  tell(form);
});

/** Tell the count when the page or a part of it arrives, also when the browser comes back to it with its ticks kept. */
function tellAll() {
  for (const form of document.querySelectorAll("form[data-choose]")) tell(/** @type {HTMLFormElement} */ (form));
}
window.addEventListener("pageshow", tellAll);
document.addEventListener("htmx:afterSettle", tellAll);
tellAll();
