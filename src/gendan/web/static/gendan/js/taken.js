// Every table of a page as a workbook: what is shown, cell by cell, where the page has no export of its own.

const main = /** @type {HTMLElement | null} */ (document.querySelector("main[data-written]"));

/**
 * What a cell says on one line; of a control what stands in it.
 * @param {HTMLElement} cell
 */
function said(cell) {
  const control = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (cell.querySelector("input:not([type=hidden]), select"));
  const text = control instanceof HTMLSelectElement ? control.selectedOptions[0]?.text : (control?.value ?? cell.innerText);
  return (text ?? "").replace(/\s+/g, " ").trim();
}

/**
 * Send the table to be written, as a form: the browser keeps what comes back.
 * @param {HTMLTableElement} table
 * @param {string} title
 */
function take(table, title) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const kept = heads.map((head, place) => ({ head, place })).filter(({ head }) => said(head) && !head.querySelector("input, .unseen"));
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.cells.length === heads.length);
  const form = document.createElement("form");
  form.method = "post";
  form.action = main?.dataset.written ?? "";
  form.hidden = true;
  const fields = {
    csrfmiddlewaretoken: /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "",
    grid: "g",
    title,
    "g-columns": JSON.stringify(kept.map(({ head }, at) => [`c${at}`, said(head), "", []])),
    "g-table": rows.map((row) => kept.map(({ place }) => said(row.cells[place])).join("\t")).join("\n"),
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Put a button to every table that has rows, and no file of its own beside it. */
function offer() {
  if (!main) return;
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (main.querySelectorAll("section.card table.cases"))) {
    const card = /** @type {HTMLElement} */ (table.closest("section.card"));
    const header = card.querySelector(":scope > header");
    const own = card.querySelector("a[download], a[href*='export.'], form, [data-taken]") || table.closest("form");
    if (!header || own || !table.tHead || !table.tBodies[0]?.rows.length) continue;
    const title = header.querySelector("h2")?.textContent?.trim() || document.title;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small plain taken";
    button.dataset.taken = "";
    button.textContent = main.dataset.take ?? "";
    button.setAttribute("aria-label", `${main.dataset.take} ${title}`);
    button.addEventListener("click", () => take(table, title));
    header.append(button);
  }
}

offer();
document.addEventListener("htmx:afterSettle", offer);
