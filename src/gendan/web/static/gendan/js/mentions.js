// Names in a remark: behind an @ colleagues who see the case are offered, by name, pinyin or initials.

/** @type {{ area: HTMLTextAreaElement, list: HTMLElement, from: number } | null} */
let open = null;
/** What is being looked up for what stands there now, and whether Enter waits for it. @type {{ area: HTMLTextAreaElement, entered: boolean } | null} */
let lookup = null;
/** Milliseconds after which a remark goes on without names. */
const PATIENCE = 3000;

/** What stands between the last @ and the caret, null where none is begun. @param {HTMLTextAreaElement} area */
function begun(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = /(?:^|[^A-Za-z0-9_.+-])[@＠]([\p{L}\p{N}]{0,20})$/u.exec(before);
  return found ? { from: before.length - found[1].length, text: found[1] } : null;
}

function close() {
  open?.area.removeAttribute("aria-activedescendant");
  open?.area.setAttribute("aria-expanded", "false");
  open?.list.remove();
  open = null;
}

/** Neither shown nor looked up any more. */
function stop() {
  lookup = null;
  close();
}

const options = () => /** @type {HTMLElement[]} */ ([...(open?.list.children ?? [])]);

/** @param {number} at */
function mark(at) {
  const all = options();
  all.forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
  if (open && all[at]) open.area.setAttribute("aria-activedescendant", all[at].id);
}

/** @param {HTMLElement} option */
function take(option) {
  if (!open) return;
  const { area, from } = open;
  const name = `${option.textContent} `;
  area.setRangeText(name, from, area.selectionStart, "end");
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

/** The names that begin so; none where they can't be had. @param {string} address @returns {Promise<string[]>} */
async function known(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? (await answer.json()).names : [];
  } catch {
    return [];
  }
}

/** @param {HTMLTextAreaElement} area */
async function offer(area) {
  lookup = null;
  const typed = begun(area);
  if (!typed) return close();
  const mine = { area, entered: false };
  lookup = mine;
  const names = await known(`${area.dataset.mentions}?q=${encodeURIComponent(typed.text)}`);
  if (lookup !== mine) return;
  lookup = null;
  close();
  if (names.length && begun(area)?.from === typed.from) show(area, names, typed.from);
  if (!mine.entered) return;
  if (open) take(options()[0]);
  else area.form?.requestSubmit();
}

/** @param {HTMLTextAreaElement} area @param {string[]} names @param {number} from */
function show(area, names, from) {
  const list = document.createElement("div");
  list.className = "names";
  list.id = "names";
  list.setAttribute("role", "listbox");
  names.forEach((name, index) => {
    const option = document.createElement("div");
    option.id = `name-${index}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(option);
    });
    list.append(option);
  });
  area.after(list);
  area.setAttribute("aria-controls", "names");
  area.setAttribute("aria-expanded", "true");
  open = { area, list, from };
  mark(0);
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (area instanceof HTMLTextAreaElement && area.dataset.mentions) offer(area);
});

// Before the keys of the page: Enter takes a name here, and sends nothing. While names are being looked up, those that
// are still shown are of what stood there before: Enter waits for the new ones, and Tab goes on without.
document.addEventListener("keydown", (event) => {
  const looking = lookup?.area === event.target ? lookup : null;
  if (event.isComposing || !(looking || open?.area === event.target)) return;
  const all = options();
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") stop();
  else if (looking && event.key === "Enter" && !event.shiftKey) looking.entered = true;
  else if (looking || !open) return;
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") mark((at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length);
  else if (event.key === "Enter" || event.key === "Tab") take(all[at]);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("focusout", (event) => {
  if (event.target === (lookup ?? open)?.area) stop();
});
