// Names in a remark: behind an @ colleagues who see the case are offered, by name, pinyin or initials.

/** @type {{ area: HTMLTextAreaElement, list: HTMLElement, from: number } | null} */
let open = null;
let asked = 0;
/** Whether the names for what stands there now are still being looked up, and the key that waits for them. */
let pending = false;
let waiting = "";

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
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).names : [];
  } catch {
    return [];
  }
}

/** @param {HTMLTextAreaElement} area */
async function offer(area) {
  const mine = ++asked;
  pending = false;
  waiting = "";
  const typed = begun(area);
  if (!typed) return close();
  pending = true;
  const names = await known(`${area.dataset.mentions}?q=${encodeURIComponent(typed.text)}`);
  if (mine !== asked) return;
  pending = false;
  const key = waiting;
  waiting = "";
  close();
  if (names.length && begun(area)?.from === typed.from) show(area, names, typed.from);
  if (!key) return;
  if (open) take(options()[0]);
  else if (key === "Enter") area.form?.requestSubmit();
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

// Before the keys of the page: Enter takes a name here, and sends nothing. While names are being looked up it waits for
// them: what is still shown then is for what stood there before the last keystroke.
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (pending && event.target instanceof HTMLTextAreaElement && event.target.dataset.mentions) {
    if (event.shiftKey || !["Enter", "Tab"].includes(event.key)) return;
    waiting = event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (!open || event.target !== open.area) return;
  const all = options();
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark((at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length);
  else if (event.key === "Enter" || event.key === "Tab") take(all[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("focusout", (event) => {
  waiting = "";
  if (open && event.target === open.area) close();
});
