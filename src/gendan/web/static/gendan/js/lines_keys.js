// The keys, the buttons and the clipboard of a form's grid of lines (lines.js): moving, filling down and undoing as in a spreadsheet.

/** @typedef {import("./lines.js").Grid} Grid */
/** @typedef {import("./lines.js").Place} Place */

/** The grid in which something happens. @param {EventTarget | null} target @returns {Grid | undefined} */
function gridOf(target) {
  const sheet = target instanceof Element ? target.closest("[data-lines]") : null;
  return /** @type {{ grid?: Grid } | null} */ (sheet)?.grid;
}

document.addEventListener("paste", (event) => {
  const grid = gridOf(event.target);
  const place = grid?.placeOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!grid || !place || (!/[\t\n]/.test(text.trim()) && !grid.several)) return;
  event.preventDefault();
  grid.paste(text, place);
});

document.addEventListener("copy", (event) => {
  const grid = gridOf(event.target);
  if (!grid?.several) return;
  event.preventDefault();
  event.clipboardData?.setData("text/plain", grid.copied());
});

/** Keys with Ctrl (or the Mac's command). @type {Record<string, (grid: Grid) => void>} */
const WITH_CTRL = {
  d: (grid) => grid.fillDown(),
  z: (grid) => grid.back(grid.undone, grid.redo),
  y: (grid) => grid.back(grid.redo, grid.undone),
  Z: (grid) => grid.back(grid.redo, grid.undone),
  Enter: (grid) => grid.insert(grid.at.row + 1, [...grid.lines[grid.at.row]]),
};

/** How far an arrow leads from a cell; nothing where the cell itself has use for it. @param {KeyboardEvent} event @returns {Place | undefined} */
function step(event) {
  const cell = event.target;
  const text = cell instanceof HTMLInputElement && cell.type === "text" ? cell : null;
  const whole = text !== null && text.selectionStart === 0 && text.selectionEnd === text.value.length;
  if (event.key === "Enter") return { row: event.shiftKey ? -1 : 1, column: 0 };
  if (cell instanceof HTMLSelectElement && !event.shiftKey) return undefined;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const list = text?.getAttribute("list");
    // A list of names under the cell is walked first.
    if (list && document.getElementById(list)?.children.length && text?.value && !whole) return undefined;
    return { row: event.key === "ArrowDown" ? 1 : -1, column: 0 };
  }
  if (!text) return undefined;
  if (event.key === "ArrowRight" && (event.shiftKey ? whole : text.selectionEnd === text.value.length)) return { row: 0, column: 1 };
  if (event.key === "ArrowLeft" && (event.shiftKey ? whole : text.selectionStart === 0)) return { row: 0, column: -1 };
  return undefined;
}

document.addEventListener("keydown", (event) => {
  const grid = gridOf(event.target);
  const place = grid?.placeOf(event.target);
  if (!grid || !place || event.altKey || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    const act = WITH_CTRL[event.key];
    if (!act) return;
    event.preventDefault();
    act(grid);
    return;
  }
  if (event.key === "Escape" && grid.sheet.classList.contains("wide")) {
    event.preventDefault();
    event.stopPropagation();
    grid.widen(false);
    return;
  }
  if (event.key === "Tab" && !event.shiftKey && place.column === grid.width - 1) {
    if (place.row === grid.lines.length - 1 && grid.lines[place.row].some((cell) => cell)) grid.insert(place.row + 1, []);
    else if (place.row === grid.lines.length - 1) return;
    event.preventDefault();
    grid.focus({ row: place.row + 1, column: 0 });
    return;
  }
  if (event.key === "Delete" && grid.several) {
    event.preventDefault();
    grid.clear();
    return;
  }
  const by = step(event);
  if (!by) return;
  event.preventDefault();
  const extend = event.shiftKey && event.key !== "Enter";
  if (event.key === "Enter" && !event.shiftKey && place.row === grid.lines.length - 1) {
    if (grid.lines[place.row].some((cell) => cell)) grid.insert(place.row + 1, []);
    return;
  }
  grid.focus({ row: place.row + by.row, column: place.column + by.column }, extend);
});

document.addEventListener("mousedown", (event) => {
  const grid = event.shiftKey ? gridOf(event.target) : undefined;
  const place = grid?.placeOf(event.target);
  if (!grid || !place) return;
  event.preventDefault();
  grid.focus(place, true);
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const grid = gridOf(target);
  const button = target?.closest("button");
  if (!grid || !button) return;
  const row = Number(/** @type {HTMLElement | null} */ (button.closest("tr[data-row]"))?.dataset.row ?? 0);
  if (button.matches("[data-add-line]")) grid.insert(grid.lines.length, []);
  else if (button.matches("[data-copy-line]")) grid.insert(row + 1, [...grid.lines[row]]);
  else if (button.matches("[data-remove-line]")) grid.remove(row);
  else if (button.matches("[data-undo-lines]")) grid.back(grid.undone, grid.redo);
  else if (button.matches("[data-wide-lines]")) grid.widen(!grid.sheet.classList.contains("wide"));
  else return;
  event.preventDefault();
});
