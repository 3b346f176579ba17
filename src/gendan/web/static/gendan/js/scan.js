// A scanner types a code and Enter, faster than any page answers: each code is taken from the field at once and asked
// for in its turn. The field keeps the focus; a tone and a color tell what became of each code.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-scan]"));
const field = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=code]") ?? null);
const told = document.querySelector("[data-scanned]");
const tally = document.querySelector("[data-tally]");

/** @type {string[]} */
const waiting = [];
let busy = false;
let good = 0;
let bad = 0;
/** @type {AudioContext | null} */
let sound = null;

/** A short high tone for what went well, a longer low one for what did not. @param {boolean} well */
function beep(well) {
  try {
    sound ??= new AudioContext();
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = well ? 1320 : 220;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (well ? 0.08 : 0.4));
  } catch {
    // A machine without sound: the color tells it.
  }
}

async function next() {
  const code = waiting.shift();
  if (!form || !told || code === undefined) {
    busy = false;
    return;
  }
  busy = true;
  const body = new FormData(form);
  body.set("code", code);
  let well = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Scan": "1" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const answered = new DOMParser().parseFromString(await answer.text(), "text/html");
    well = answered.querySelector("[data-bad]") === null;
    told.prepend(...answered.body.children);
  } catch {
    const row = document.createElement("li");
    row.dataset.bad = "";
    row.textContent = `${code} ?`;
    told.prepend(row);
  }
  if (well) good += 1;
  else bad += 1;
  if (tally) tally.textContent = `✓ ${good}  ✗ ${bad}`;
  document.querySelector("[data-lamp]")?.setAttribute("data-lamp", well ? "good" : "bad");
  beep(well);
  void next();
}

form?.addEventListener("submit", (event) => {
  if (!field || event.defaultPrevented) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const code of field.value.split(/[\s,;，；、]+/)) if (code) waiting.push(code);
  field.value = "";
  field.focus();
  if (!busy) void next();
});

// Whatever was pressed beside it, the next code goes into the field.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (!field || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement) return;
  if (at instanceof HTMLElement && at.closest("dialog[open]")) return;
  if (/[0-9A-Za-z]/.test(event.key) && at === document.body) field.focus();
});
field?.focus();
