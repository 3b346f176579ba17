// Files beside a form's grid of lines (lines.js): those that its cells name; and a workbook or a CSV that the server reads
// into it, saying what is wrong with it.

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

/** The files chosen for each grid, by the names that its cells give them. @type {WeakMap<HTMLInputElement, Map<string, File>>} */
const chosen = new WeakMap();

// Files that are chosen come beside those chosen before; each is named in a line of its own where no cell names it yet.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.matches("[data-line-files]")) return;
  const grid = /** @type {{ grid?: Grid } | null} */ (input.closest("[data-lines]"))?.grid;
  if (!grid) return;
  const kept = chosen.get(input) ?? new Map();
  chosen.set(input, kept);
  const columns = [...grid.blank.querySelectorAll("td input, td select")].flatMap((cell, column) => (cell.matches("[data-names-file]") ? [column] : []));
  const named = new Set(grid.lines.flatMap((line) => columns.map((column) => line[column] ?? "")));
  grid.remember();
  for (const file of input.files ?? []) {
    const name = free(kept, file);
    kept.set(name, name === file.name ? file : new File([file], name, { type: file.type, lastModified: file.lastModified }));
    if (named.has(name)) continue;
    const line = grid.lines.find((each) => columns.some((column) => !each[column])) ?? grid.lines[grid.lines.push([]) - 1];
    line[columns.find((column) => !line[column]) ?? columns[0]] = name;
  }
  const all = new DataTransfer();
  for (const file of kept.values()) all.items.add(file);
  input.files = all.files;
  grid.changed();
});

/** A name that no other of the files has: cameras call each folder's first picture alike. @param {Map<string, File>} kept @param {File} file */
function free(kept, file) {
  const same = (/** @type {string} */ name) => kept.get(name)?.size === file.size && kept.get(name)?.lastModified === file.lastModified;
  const dot = file.name.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [file.name.slice(0, dot), file.name.slice(dot)] : [file.name, ""];
  let name = file.name;
  for (let number = 2; kept.has(name) && !same(name); number += 1) name = `${stem} (${number})${end}`;
  return name;
}
