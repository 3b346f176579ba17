// News: a page that is no case's listens too. The bell rings at once; and where a list or the workbench shows cases, a
// line says how many are new, changed or gone because of what others did. Nothing moves under the reader's hand until he
// asks for it.

const bell = /** @type {HTMLElement | null} */ (document.querySelector("[data-stream]"));
const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-news]"));
const TICKED = `gendan.ticked:${location.pathname}${location.search}`;
const SOON = 2_000;
const OFTEN = 10_000;
const SELDOM = 60_000;
const MANY = 500;

/** @type {EventSource | null} */
let stream = null;
let waiting = 0;
let last = 0;

/** @param {ParentNode} page */
const rows = (page) =>
  new Map([...page.querySelectorAll("main tr[data-case]")].map((row) => [
    /** @type {HTMLElement} */ (row).dataset.case, [...row.querySelectorAll("td:not(.due)")].map((cell) => cell.textContent).join("\n"),
  ]));

/**
 * How many rows stand at the end of a table only because others before them have gone: they are no news.
 * @param {ParentNode} page @param {Map<string | undefined, string>} shown @param {number} gone
 */
function moved(page, shown, gone) {
  let count = 0;
  for (const table of page.querySelectorAll("main table")) {
    for (const row of [...table.querySelectorAll("tr[data-case]")].reverse()) {
      if (count === gone || shown.has(/** @type {HTMLElement} */ (row).dataset.case)) break;
      count += 1;
    }
  }
  return count;
}

/** Ask for the page as it stands now, and say how it differs from what is shown. */
async function look() {
  waiting = 0;
  last = Date.now();
  if (!line || document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!answer.ok) return;
    const shown = rows(document);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = rows(fresh);
    const gone = [...shown.keys()].filter((key) => !now.has(key)).length;
    const counts = {
      new: [...now.keys()].filter((key) => !shown.has(key)).length - moved(fresh, shown, gone),
      changed: [...now].filter(([key, says]) => shown.has(key) && shown.get(key) !== says).length,
      gone,
    };
    const says = Object.entries(counts).filter(([, count]) => count).map(([what, count]) => (line.dataset[what] ?? "").replace("%s", String(count)));
    /** @type {HTMLElement} */ (line.firstElementChild).textContent = says.join(line.dataset.and);
    line.hidden = !says.length;
  } catch {
    // The line is away: the next news is looked at again.
  }
}

/** Look soon, and not all the time: a page of thousands of rows costs the server as much as many small ones. */
function heard() {
  if (waiting) return;
  const pause = document.querySelectorAll("main tr[data-case]").length > MANY ? SELDOM : OFTEN;
  waiting = window.setTimeout(look, Math.max(SOON, last + pause - Date.now()));
}

function stop() {
  stream?.close();
  stream = null;
}

/** A window that nobody looks at holds no line: browsers have but six for one site. A case's page has one of its own. */
function start() {
  if (!bell || stream || document.hidden || document.querySelector("[data-live]")) return;
  const watch = line?.dataset.news;
  stream = new EventSource(`${bell.dataset.stream}?told=${bell.dataset.told}&watch=${encodeURIComponent(watch ?? "")}`);
  stream.addEventListener("told", () => document.body.dispatchEvent(new Event("told")));
  stream.addEventListener("moved", heard);
  stream.addEventListener("ended", () => {
    stop();
    // A server that starts anew ends its streams too.
    setTimeout(start, 5_000);
  });
}

line?.querySelector("button")?.addEventListener("click", () => {
  const ticked = [...document.querySelectorAll('main input[name="case"]:checked')].map((box) => /** @type {HTMLInputElement} */ (box).value);
  if (ticked.length) sessionStorage.setItem(TICKED, JSON.stringify(ticked));
  location.reload();
});

// What was ticked before the page was refreshed is ticked still.
const kept = sessionStorage.getItem(TICKED);
if (kept) {
  sessionStorage.removeItem(TICKED);
  const ticked = new Set(JSON.parse(kept));
  for (const each of document.querySelectorAll('main input[name="case"]')) {
    const box = /** @type {HTMLInputElement} */ (each);
    box.checked ||= ticked.has(box.value);
  }
}

if (bell) {
  let away = false;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      away = true;
      stop();
    } else {
      start();
      // What happened while nobody looked.
      if (away && line) heard();
      away = false;
    }
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
}
