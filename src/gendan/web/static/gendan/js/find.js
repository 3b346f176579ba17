// The search box: what it found stands below it; arrows walk there, Enter opens, Escape closes. Typing is never disturbed.

const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-find]"));
const found = document.getElementById("found");

/** @returns {HTMLAnchorElement[]} */
const hits = () => /** @type {HTMLAnchorElement[]} */ ([...(found?.querySelectorAll(".hit") ?? [])]);

/** @param {number} at */
function mark(at) {
  const all = hits();
  all.forEach((hit, index) => hit.setAttribute("aria-selected", String(index === at)));
  if (all[at]) {
    box?.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  } else {
    box?.removeAttribute("aria-activedescendant");
  }
}

/** @param {boolean} open */
function show(open) {
  if (!found || !box) return;
  found.hidden = !open;
  box.setAttribute("aria-expanded", String(open && found.childElementCount > 0));
  if (!open) mark(-1);
}

const marked = () => hits().findIndex((hit) => hit.getAttribute("aria-selected") === "true");

box?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = hits();
  if (/^Arrow(Down|Up)$/.test(event.key) && all.length) {
    event.preventDefault();
    show(true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = marked() + step;
    mark(next < -1 ? all.length - 1 : next >= all.length ? -1 : next);
  } else if (event.key === "Enter" && !found?.hidden && marked() >= 0) {
    event.preventDefault();
    all[marked()].click();
  } else if (event.key === "Escape" && !found?.hidden) {
    // The browser would empty the box: what was typed is kept.
    event.preventDefault();
    show(false);
  }
});

box?.addEventListener("focus", () => show(box.value.trim() !== ""));
found?.addEventListener("htmx:afterSwap", () => show(document.activeElement === box));
document.addEventListener("focusin", (event) => {
  if (event.target instanceof Node && !box?.form?.contains(event.target)) show(false);
});
document.addEventListener("pointerdown", (event) => {
  if (event.target instanceof Node && !box?.form?.contains(event.target)) show(false);
});
