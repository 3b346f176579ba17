// What a field may name, offered while it is typed: parties, products, units. Without this the field is a plain text.

let asked = 0;
let waits = 0;

/** The list of options beside an input, made at the first asking. @param {HTMLInputElement} input */
function listOf(input) {
  const known = document.getElementById(input.getAttribute("list") ?? "");
  if (known) return known;
  const list = document.createElement("datalist");
  list.id = `refers-${++asked}`;
  input.after(list);
  input.setAttribute("list", list.id);
  return list;
}

/** @param {HTMLInputElement} input */
async function offer(input) {
  const typed = input.value;
  const address = input.dataset.refers ?? "";
  const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`);
  if (!answer.ok || input.value !== typed) return;
  /** @type {{ found: { value: string, says: string }[] }} */
  const { found } = await answer.json();
  // What stands already needs no list above the next field.
  if (found.length === 1 && found[0].value === typed) return listOf(input).replaceChildren();
  listOf(input).replaceChildren(
    ...found.map(({ value, says }) => {
      const option = document.createElement("option");
      option.value = value;
      option.label = says;
      return option;
    }),
  );
}

/** @param {Event} event */
function soon(event) {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.refers) return;
  clearTimeout(waits);
  waits = window.setTimeout(() => offer(input), event.type === "focusin" ? 0 : 150);
}

document.addEventListener("input", soon);
document.addEventListener("focusin", soon);
// A field on which the page opened had its focus before this stood.
const first = document.activeElement;
if (first instanceof HTMLInputElement && first.dataset.refers) offer(first);
