// Files of a case: dropped on the page, pasted, taken with a phone's camera or chosen; several at once, each with its
// progress, and what was wrong said beside it. Nothing else on the page is touched.

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-uploads]"));

/** The form by which files are attached, null where the reader may attach none. */
const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#act-verb-attach form"));

/** A key that makes an upload happen once, however often it is sent. */
const once = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");

/** @param {File} file */
function line(file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  const says = document.createElement("span");
  says.className = "quiet small";
  row.append(name, progress, says);
  if (/^image\/(png|jpeg|gif|webp)$/.test(file.type) && file.size < 8e6) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const image = document.createElement("img");
      image.alt = "";
      image.src = String(reader.result);
      row.prepend(image);
    });
    reader.readAsDataURL(file);
  }
  place?.querySelector("ul")?.append(row);
  if (place) place.hidden = false;
  return { row, progress, says };
}

/** @param {File} file @param {{ row: HTMLElement, progress: HTMLProgressElement, says: HTMLElement }} shown */
function send(file, shown) {
  return new Promise((resolve) => {
    const into = form();
    const done = (/** @type {string} */ says, /** @type {boolean} */ failed) => {
      shown.progress.hidden = true;
      shown.says.textContent = says;
      shown.row.classList.toggle("wrong", failed);
      if (!failed) setTimeout(() => shown.row.remove(), 4000);
      resolve(!failed);
    };
    if (!into || !place) return done(place?.dataset.closed ?? "", true);
    if (file.size > Number(place.dataset.most)) return done(place.dataset.large ?? "", true);
    const data = new FormData();
    data.set("csrfmiddlewaretoken", /** @type {HTMLInputElement} */ (into.elements.namedItem("csrfmiddlewaretoken")).value);
    data.set("key", once());
    data.set("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", into.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.progress.value = event.loaded / event.total;
    });
    request.addEventListener("error", () => done(place.dataset.away ?? "", true));
    request.addEventListener("load", () => {
      if (request.status < 300 && request.responseURL.includes("/cases/")) return done(place.dataset.kept ?? "", false);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const why = [...page.querySelectorAll("#act-verb-attach .wrong-says, #act-verb-attach .reasons li")].map((each) => each.textContent?.trim());
      done([...new Set(why)].join(" ") || (place.dataset.failed ?? ""), true);
    });
    request.send(data);
  });
}

/** @param {Iterable<File>} files */
async function attach(files) {
  let any = false;
  // One after another: a phone's line is narrow, and each is an event of the case.
  for (const [file, shown] of [...files].map((file) => /** @type {const} */ ([file, line(file)]))) {
    any = /** @type {boolean} */ (await send(file, shown)) || any;
  }
  if (any) document.dispatchEvent(new CustomEvent("gendan:look"));
  if (place && !place.querySelector("li")) place.hidden = true;
}

/** @param {DataTransfer | null} moved */
const filesIn = (moved) => [...(moved?.files ?? [])];

if (place) {
  document.addEventListener("dragover", (event) => {
    if (!form() || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    const files = filesIn(event.dataTransfer);
    // A file dropped on a field of a form is for that field.
    if (!files.length || !form() || (event.target instanceof HTMLInputElement && event.target.type === "file")) return;
    event.preventDefault();
    attach(files);
  });
  document.addEventListener("paste", (event) => {
    const files = filesIn(event.clipboardData);
    // Cells of a spreadsheet come as a picture too: where there is text, the text is meant.
    if (!files.length || !form() || event.clipboardData?.getData("text/plain")) return;
    event.preventDefault();
    attach(files.map((file) => new File([file], named(file), { type: file.type })));
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.matches("[data-camera], #act-verb-attach input")) return;
    const files = [...(input.files ?? [])];
    input.value = "";
    attach(files);
  });
}

/** A pasted picture has no name of its own: the moment is one. @param {File} file */
function named(file) {
  if (file.name && file.name !== "image.png") return file.name;
  const now = new Date();
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.${file.type.split("/")[1] || "png"}`;
}
