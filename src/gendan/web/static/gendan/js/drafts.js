// What was typed into an action's form stays, in this tab, until the action is done: leaving a page loses nothing.

/** @param {HTMLFormElement} form */
const name = (form) => `draft:${form.dataset.draft}`;

/** @param {HTMLFormElement} form */
function keep(form) {
  /** @type {[string, string][]} */
  const values = [];
  for (const [key, value] of new FormData(form)) {
    if (typeof value === "string" && key !== "csrfmiddlewaretoken" && key !== "key" && key !== "seen") values.push([key, value]);
  }
  sessionStorage.setItem(name(form), JSON.stringify(values));
}

/** @param {HTMLFormElement} form */
function restore(form) {
  const kept = sessionStorage.getItem(name(form));
  if (!kept || form.dataset.refused !== undefined) return;
  /** @type {[string, string][]} */
  const values = JSON.parse(kept);
  const given = new Map(values);
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio")) {
      if (!element.hidden) element.checked = values.some(([key, value]) => key === element.name && value === element.value);
    } else if (element instanceof HTMLInputElement && /^(hidden|file)$/.test(element.type)) {
      continue;
    } else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) {
      element.value = given.get(element.name) ?? element.value;
    }
  }
  form.closest("details")?.setAttribute("open", "");
}

/** @param {EventTarget | null} target */
const drafted = (target) => (target instanceof Element ? /** @type {HTMLFormElement | null} */ (target.closest("form[data-draft]")) : null);

const done = (document.body.dataset.done ?? "").split(" ").filter(Boolean);
for (const each of done) sessionStorage.removeItem(`draft:${each}`);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-draft]"))) restore(form);
// A page that tells of an error says that what was typed is still there.
const told = document.querySelector("[data-drafts]");
if (told instanceof HTMLElement) told.hidden = !Object.keys(sessionStorage).some((key) => key.startsWith("draft:"));
document.addEventListener("input", (event) => {
  const form = drafted(event.target);
  if (form) keep(form);
});
document.addEventListener("reset", (event) => {
  const form = drafted(event.target);
  if (form) sessionStorage.removeItem(name(form));
});
