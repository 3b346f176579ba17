// A workbook or a CSV read into a form's grid of lines (lines.js): the server reads it, and says what is wrong with it.

/** @typedef {import("./lines.js").Grid} Grid */

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.readLines) return;
  const grid = /** @type {{ grid?: Grid } | null} */ (input.closest("[data-lines]"))?.grid;
  if (!grid || !input.files?.length) return;
  const data = new FormData();
  data.set("file", input.files[0]);
  data.set("columns", /** @type {HTMLInputElement} */ (input.form?.elements.namedItem(`${grid.name}-columns`)).value);
  const token = /** @type {HTMLInputElement | null} */ (input.form?.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
  const answer = await fetch(input.dataset.readLines ?? "", { method: "POST", body: data, headers: { "X-CSRFToken": token } });
  // The file was read into the grid: sent besides, it would win over what is changed there.
  input.value = "";
  const said = /** @type {HTMLElement} */ (grid.sheet.querySelector("[data-lines-wrong]"));
  /** @type {{ lines?: string[][], wrong?: string[] }} */
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  said.hidden = Boolean(told.lines);
  said.textContent = (told.wrong ?? [String(answer.status)]).join(" ");
  if (told.lines) grid.append(told.lines);
});
