// Rows of a form as a grid: paste from a spreadsheet, copy a line, fill down, undo, all by the keyboard.
//
// What stands in the grid are texts in memory; of many lines only those in view are in the page. Beside them stands one
// hidden text of the form, `NAME-table`, which is what is sent: a line a row, cells parted by tabs. Without this module
// the same form has an input for each cell, or, of many lines, that text alone. Its keys, buttons and the clipboard are in lines_keys.js,
// its files in lines_file.js.

const VIEW = 40; // lines above and below the view that are in the page too
const STEPS = 200; // steps that can be undone

/** @typedef {HTMLInputElement | HTMLSelectElement} Cell */
/** @typedef {{ row: number, column: number }} Place */

class Grid {
  /** @param {HTMLElement} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    this.name = sheet.dataset.lines ?? "";
    this.blank = /** @type {HTMLTableRowElement} */ (/** @type {HTMLTemplateElement} */ (sheet.querySelector("template")).content.querySelector("tr"));
    this.body = /** @type {HTMLTableSectionElement} */ (sheet.querySelector("tbody"));
    this.view = /** @type {HTMLElement} */ (sheet.querySelector(".lines-view"));
    this.text = /** @type {HTMLTextAreaElement} */ (sheet.querySelector("textarea"));
    this.count = sheet.querySelector("[data-line-count]");
    this.width = this.blank.querySelectorAll("input, select").length;
    /** @type {string[][]} */
    this.lines = this.text.value ? read(this.text.value) : [...this.body.rows].map((row) => cells(row).map((cell) => cell.value));
    if (!this.lines.length) this.lines.push([]);
    /** @type {string[][][]} */
    this.undone = [];
    /** @type {string[][][]} */
    this.redo = [];
    this.typing = ""; // the cell that is being typed into, so that a word is one step
    /** @type {Place} */
    this.anchor = { row: 0, column: 0 };
    /** @type {Place} */
    this.at = { row: 0, column: 0 };
    this.first = 0;
    this.height = 0;
    this.text.hidden = true;
    this.view.hidden = false;
    this.sheet.classList.add("live");
    /** Cells that were refused, until something changes. @type {Set<string>} */
    this.bad = new Set(JSON.parse(sheet.dataset.bad || "[]").map((/** @type {number[]} */ place) => place.join("/")));
    this.draw();
    this.write();
  }

  /** The lines that are sent: those with something in them. */
  write() {
    const filled = this.lines.filter((line) => line.some((cell) => cell));
    this.text.value = filled.map((line) => Array.from({ length: this.width }, (_, column) => (line[column] ?? "").replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
    if (this.count instanceof HTMLElement) this.count.textContent = (this.count.dataset.lineCount ?? "").replace("{n}", String(filled.length));
  }

  /** Before lines change: what they were can be had again. */
  remember() {
    this.bad.clear();
    this.undone.push(this.lines.map((line) => [...line]));
    if (this.undone.length > STEPS) this.undone.shift();
    this.redo = [];
    this.typing = "";
  }

  /** @param {string[][][]} from @param {string[][][]} to */
  back(from, to) {
    const lines = from.pop();
    if (!lines) return;
    to.push(this.lines);
    this.lines = lines;
    this.typing = "";
    this.changed();
  }

  changed() {
    this.draw();
    this.write();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Put the lines in view into the page, with room above and below for those that are not. */
  draw() {
    const stands = document.activeElement instanceof HTMLElement && this.body.contains(document.activeElement);
    const all = this.lines.length <= VIEW * 3;
    if (!this.height && this.body.rows.length) this.height = this.body.rows[0].offsetHeight;
    const height = this.height || 32;
    const top = all ? 0 : Math.max(0, Math.floor(this.view.scrollTop / height) - VIEW);
    const end = all ? this.lines.length : Math.min(this.lines.length, top + VIEW * 3);
    this.first = top;
    const rows = [];
    for (let row = top; row < end; row += 1) rows.push(this.row(row));
    this.body.replaceChildren(...(top ? [space(top * height)] : []), ...rows, ...(end < this.lines.length ? [space((this.lines.length - end) * height)] : []));
    this.view.classList.toggle("long", !all);
    this.mark();
    if (stands) this.cell(this.at)?.focus({ preventScroll: true });
  }

  /** @param {number} row */
  row(row) {
    const made = /** @type {HTMLTableRowElement} */ (this.blank.cloneNode(true));
    made.dataset.row = String(row);
    const head = made.querySelector("th");
    if (head) head.textContent = String(row + 1);
    cells(made).forEach((cell, column) => {
      cell.name = cell.name.replace("__row__", String(row));
      put(cell, this.lines[row][column] ?? "");
      if (this.bad.has(`${row}/${column}`)) cell.setAttribute("aria-invalid", "true");
    });
    return made;
  }

  /** @param {Place} place */
  cell({ row, column }) {
    const found = /** @type {HTMLTableRowElement | null} */ (this.body.querySelector(`tr[data-row="${row}"]`));
    return found ? cells(found)[column] : undefined;
  }

  /** Where a cell is, nothing for what is none. @param {EventTarget | null} target @returns {Place | undefined} */
  placeOf(target) {
    const row = target instanceof Element ? /** @type {HTMLTableRowElement | null} */ (target.closest("tr[data-row]")) : null;
    const column = row ? cells(row).indexOf(/** @type {Cell} */ (target)) : -1;
    return row && column >= 0 ? { row: Number(row.dataset.row), column } : undefined;
  }

  /** Stand on a cell, which comes into view. @param {Place} place @param {boolean} [extend] */
  focus(place, extend = false) {
    const row = Math.min(Math.max(place.row, 0), this.lines.length - 1);
    const column = Math.min(Math.max(place.column, 0), this.width - 1);
    this.at = { row, column };
    if (!extend) this.anchor = this.at;
    let cell = this.cell(this.at);
    if (!cell) {
      this.view.scrollTop = Math.max(0, row * (this.height || 32) - this.view.clientHeight / 2);
      this.draw();
      cell = this.cell(this.at);
    }
    cell?.focus();
    if (cell instanceof HTMLInputElement && !extend && cell.type === "text") cell.select();
    this.mark();
  }

  /** The rectangle between where the choice began and where it is. */
  range() {
    const { anchor, at } = this;
    return {
      top: Math.min(anchor.row, at.row),
      bottom: Math.max(anchor.row, at.row),
      left: Math.min(anchor.column, at.column),
      right: Math.max(anchor.column, at.column),
    };
  }

  get several() {
    return this.anchor.row !== this.at.row || this.anchor.column !== this.at.column;
  }

  mark() {
    const { top, bottom, left, right } = this.range();
    for (const made of this.body.querySelectorAll("tr[data-row]")) {
      const row = Number(/** @type {HTMLElement} */ (made).dataset.row);
      cells(/** @type {HTMLTableRowElement} */ (made)).forEach((cell, column) => {
        cell.classList.toggle("picked", this.several && row >= top && row <= bottom && column >= left && column <= right);
      });
    }
  }

  /** Lines from elsewhere, after those that are filled: choices by what they are called. @param {string[][]} lines */
  append(lines) {
    this.remember();
    const kept = this.lines.filter((line) => line.some((cell) => cell));
    this.lines = [...kept, ...lines.map((line) => line.map((text, column) => this.meant(column, text)))];
    this.reach(0);
    this.changed();
  }

  /** @param {number} row */
  reach(row) {
    while (this.lines.length <= row) this.lines.push([]);
  }

  /** @param {number} row @param {string[]} line */
  insert(row, line) {
    this.remember();
    this.lines.splice(row, 0, line);
    this.changed();
    this.focus({ row, column: this.at.column });
  }

  /** @param {number} row */
  remove(row) {
    this.remember();
    this.lines.splice(row, 1);
    this.reach(0);
    this.changed();
  }

  /** A block of cells as spreadsheets copy it, put where one stands. @param {string} text @param {Place} place */
  paste(text, place) {
    const block = read(text);
    this.remember();
    const { top, bottom } = this.range();
    // One row copied over several chosen fills them all, as spreadsheets do.
    const rows = block.length === 1 && this.several ? Array.from({ length: bottom - top + 1 }, () => block[0]) : block;
    const start = this.several ? top : place.row;
    this.reach(start + rows.length - 1);
    rows.forEach((texts, offset) => {
      texts.forEach((text, beside) => {
        if (place.column + beside < this.width) this.lines[start + offset][place.column + beside] = this.meant(place.column + beside, text);
      });
    });
    this.changed();
  }

  /** What a text means in a column: of a choice the value of the option that is so called. @param {number} column @param {string} text */
  meant(column, text) {
    const said = text.trim();
    const cell = cells(this.blank)[column];
    if (!(cell instanceof HTMLSelectElement)) return said;
    const low = said.toLowerCase();
    const option = [...cell.options].find((each) => each.value === said || each.text.trim().toLowerCase() === low);
    return option ? option.value : said;
  }

  fillDown() {
    this.remember();
    const { top, bottom, left, right } = this.range();
    // With one cell, from the one above; with several, from the first of them.
    const from = this.several && bottom > top ? top : top - 1;
    if (from < 0) return;
    for (let row = from + 1; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) this.lines[row][column] = this.lines[from][column] ?? "";
    }
    this.changed();
  }

  clear() {
    this.remember();
    const { top, bottom, left, right } = this.range();
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) this.lines[row][column] = "";
    this.changed();
  }

  /** Take the whole window, or stand among the other fields again. @param {boolean} wide */
  widen(wide) {
    this.sheet.classList.toggle("wide", wide);
    this.sheet.querySelector("[data-wide-lines]")?.setAttribute("aria-pressed", String(wide));
    this.draw();
  }

  /** The chosen cells as a spreadsheet takes them, choices by what they are called. */
  copied() {
    const { top, bottom, left, right } = this.range();
    return this.lines.slice(top, bottom + 1).map((line) => Array.from({ length: right - left + 1 }, (_, beside) => this.says(left + beside, line[left + beside] ?? "")).join("\t")).join("\n");
  }

  /** @param {number} column @param {string} value */
  says(column, value) {
    const cell = cells(this.blank)[column];
    return cell instanceof HTMLSelectElement ? [...cell.options].find((each) => each.value === value)?.text ?? value : value;
  }
}

/** @param {HTMLTableRowElement} row */
function cells(row) {
  return /** @type {Cell[]} */ ([...row.querySelectorAll("td input, td select")]);
}

/** Rows of a height that hold the place of lines that are not in the page. @param {number} height */
function space(height) {
  const row = document.createElement("tr");
  row.className = "space";
  row.style.height = `${height}px`;
  return row;
}

/** @param {Cell} cell @param {string} value */
function put(cell, value) {
  // What no option means is shown and sent as it was written: it is refused by name, not lost.
  if (cell instanceof HTMLSelectElement && value && ![...cell.options].some((each) => each.value === value)) {
    cell.append(new Option(`? ${value}`, value));
  }
  cell.value = value;
  // A date or a number that the input can't show stands as text.
  if (value && cell.value !== value && cell instanceof HTMLInputElement) {
    cell.type = "text";
    cell.value = value;
  }
}

/** A table as spreadsheets copy it: tabs, lines, and quotation marks around cells that have either in them. @param {string} text */
function read(text) {
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  for (let index = 0; index < plain.length; index += 1) {
    const letter = plain[index];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (plain[index + 1] === '"') cell += plain[(index += 1)];
      else quoted = false;
    } else if (letter === '"' && cell === "" && /^"(?:[^"]|"")*"(?=\t|\n|$)/.test(plain.slice(index, index + 20000))) quoted = true;
    else if (letter === "\t" || letter === "\n") {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else cell += letter;
  }
  rows[rows.length - 1].push(cell);
  return rows;
}

/** @type {WeakMap<Element, Grid>} */
const grids = new WeakMap();

/** @param {EventTarget | null} target @returns {Grid | undefined} */
function gridOf(target) {
  const sheet = target instanceof Element ? target.closest("[data-lines]") : null;
  if (!(sheet instanceof HTMLElement)) return undefined;
  let grid = grids.get(sheet);
  if (!grid) {
    grids.set(sheet, (grid = new Grid(sheet)));
    // Here the modules of its keys and of its files find it.
    Object.assign(sheet, { grid });
  }
  return grid;
}

for (const sheet of document.querySelectorAll("[data-lines]")) gridOf(sheet);

// A part of the page that came anew brings its grids.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element) for (const sheet of node.matches("[data-lines]") ? [node] : node.querySelectorAll("[data-lines]")) gridOf(sheet);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener("scroll", (event) => {
  const grid = event.target instanceof Element && event.target.matches(".lines-view.long") ? gridOf(event.target) : undefined;
  if (!grid) return;
  const wanted = Math.floor(grid.view.scrollTop / (grid.height || 32));
  if (Math.abs(wanted - VIEW - grid.first) > VIEW / 2) grid.draw();
}, true);

document.addEventListener("focusin", (event) => {
  const grid = gridOf(event.target);
  const place = grid?.placeOf(event.target);
  if (!grid || !place || (place.row === grid.at.row && place.column === grid.at.column)) return;
  grid.at = grid.anchor = place;
  grid.typing = "";
  grid.mark();
});

// Before drafts and others hear of it, so that they find the text as it is now.
document.addEventListener("input", (event) => {
  const grid = gridOf(event.target);
  const place = grid?.placeOf(event.target);
  if (!grid || !place) return;
  const key = `${place.row}/${place.column}`;
  if (grid.typing !== key) {
    grid.remember();
    grid.typing = key;
  }
  grid.lines[place.row][place.column] = /** @type {Cell} */ (event.target).value;
  grid.write();
}, true);

// Of a cell's own name nothing is sent: the text beside them holds all lines.
document.addEventListener("formdata", (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  for (const sheet of event.target.querySelectorAll("[data-lines]")) {
    const grid = gridOf(sheet);
    if (!grid) continue;
    const own = [...event.formData.keys()].filter((key) => key.startsWith(`${grid.name}-`) && /^\d+-/.test(key.slice(grid.name.length + 1)));
    for (const key of own) event.formData.delete(key);
  }
});
