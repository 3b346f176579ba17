// Rows inside a form: add and remove lines, and paste a block of cells from a spreadsheet.

/** @param {HTMLElement} sheet @returns {HTMLTableRowElement} */
function add(sheet) {
  const template = /** @type {HTMLTemplateElement} */ (sheet.querySelector("template"));
  const body = /** @type {HTMLTableSectionElement} */ (sheet.querySelector("tbody"));
  const next = Number(sheet.dataset.next ?? body.rows.length);
  sheet.dataset.next = String(next + 1);
  const row = /** @type {HTMLTableRowElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).querySelector("tr"));
  for (const element of row.querySelectorAll("[name]")) {
    element.setAttribute("name", (element.getAttribute("name") ?? "").replace("__row__", String(next)));
  }
  body.append(row);
  return row;
}

/** @param {Element} cell @param {string} text */
function fill(cell, text) {
  const value = text.trim();
  if (cell instanceof HTMLSelectElement) {
    const option = [...cell.options].find((each) => each.value === value || each.text.trim() === value);
    if (option) cell.value = option.value;
  } else if (cell instanceof HTMLInputElement) {
    cell.value = value;
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const sheet = /** @type {HTMLElement | null} */ (target?.closest("[data-lines]") ?? null);
  if (!sheet) return;
  if (target?.closest("[data-add-line]")) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (add(sheet).querySelector("input, select"))?.focus();
  } else if (target?.closest("[data-remove-line]")) {
    event.preventDefault();
    target.closest("tr")?.remove();
  }
  sheet.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("paste", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const sheet = /** @type {HTMLElement | null} */ (target?.closest("[data-lines]") ?? null);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!sheet || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const body = /** @type {HTMLTableSectionElement} */ (sheet.querySelector("tbody"));
  const row = /** @type {HTMLTableRowElement} */ (target?.closest("tr"));
  const column = [...row.querySelectorAll("input, select")].indexOf(/** @type {Element} */ (target));
  let index = [...body.rows].indexOf(row);
  for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
    const into = body.rows[index] ?? add(sheet);
    const cells = [...into.querySelectorAll("input, select")];
    line.split("\t").forEach((value, offset) => cells[column + offset] && fill(cells[column + offset], value));
    index += 1;
  }
  sheet.dispatchEvent(new Event("input", { bubbles: true }));
});
