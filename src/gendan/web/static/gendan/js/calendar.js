// Days of a year chosen by the mouse: the first click is the beginning, the second the end; the form shows both.

const year = document.querySelector("[data-year]");
const first = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-first]"));
const last = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-last]"));

/** Mark the days that the form names. */
function mark() {
  const from = first?.value ?? "";
  const until = last?.value || from;
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-day]"))) {
    const day = each.dataset.day ?? "";
    each.classList.toggle("chosen", from !== "" && from <= day && day <= until);
  }
}

if (year && first && last) {
  year.addEventListener("click", (event) => {
    const day = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest("[data-day]") : null)?.dataset.day;
    if (!day) return;
    if (first.value && !last.value && day >= first.value) {
      last.value = day;
    } else {
      first.value = day;
      last.value = "";
    }
    mark();
  });
  first.addEventListener("change", mark);
  last.addEventListener("change", mark);
  mark();
}
