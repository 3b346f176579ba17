// Live: what another does to this case shows at once, and nothing that I am typing is taken away.
//
// The stream says only that something has changed; what, the page asks for as always. A form with something typed into
// it stays where it is, the very element, and learns the case's new version; all around it is brought up to date.

const head = /** @type {HTMLElement | null} */ (document.querySelector("[data-live]"));
const bell = /** @type {HTMLElement | null} */ (document.querySelector("[data-stream]"));
/** @type {EventSource | null} */
let stream = null;
let busy = false;
let again = false;

/** @param {Element} form */
const typedInto = (form) => {
  for (const element of /** @type {HTMLFormElement} */ (form).elements) {
    if (element instanceof HTMLInputElement) {
      if (/^(checkbox|radio)$/.test(element.type) ? element.checked !== element.defaultChecked
        : element.type === "file" ? element.files?.length
          : element.type !== "hidden" && element.value !== element.defaultValue) return true;
    } else if (element instanceof HTMLTextAreaElement) {
      if (element.value !== element.defaultValue) return true;
    } else if (element instanceof HTMLSelectElement) {
      if ([...element.options].some((option) => option.selected !== option.defaultSelected && (option.value || option.selected))) return true;
    }
  }
  return false;
};

/** The parts of the panel that must stay: those typed into, and the one in which the keyboard stands. */
function kept() {
  return [...document.querySelectorAll(".doing .act")].filter((act) => {
    const form = act.querySelector("form");
    return form && (typedInto(form) || act.contains(document.activeElement));
  });
}

/**
 * Bring the panel of actions up to date around the parts that stay. Gives the titles of those that are not offered any
 * more: they stay too, so that what was typed can still be read and copied.
 * @param {Element} now @param {Element} fresh
 */
function renew(now, fresh) {
  const gone = [];
  const staying = kept();
  for (const act of staying) {
    const other = fresh.querySelector(`#${CSS.escape(act.id)}`);
    if (!other) {
      gone.push(act.querySelector("summary, button")?.textContent?.trim() ?? "");
      continue;
    }
    for (const name of ["seen"]) {
      const mine = /** @type {HTMLInputElement | null} */ (act.querySelector(`input[name="${name}"]`));
      const theirs = /** @type {HTMLInputElement | null} */ (other.querySelector(`input[name="${name}"]`));
      if (mine && theirs) mine.value = theirs.value;
    }
  }
  // Where nothing stays the panel is simply the new one; else only what stands outside the cards that hold what stays.
  if (!staying.length) {
    now.replaceChildren(...fresh.childNodes);
    return gone;
  }
  const places = staying.map((act) => act.closest("section"));
  for (const child of [...now.children]) if (!places.includes(/** @type {HTMLElement} */ (child))) child.remove();
  for (const child of [...fresh.children]) {
    const held = staying.filter((act) => child.querySelector(`#${CSS.escape(act.id)}`));
    for (const act of child.querySelectorAll(".act")) {
      if (staying.some((each) => each.id === act.id)) act.remove();
    }
    if (held.length) {
      const place = /** @type {Element} */ (held[0].closest("section"));
      for (const act of [...place.querySelectorAll(".act")]) if (!staying.includes(act)) act.remove();
      place.append(...child.querySelectorAll(".act"));
    } else if (child.querySelector(".act, li")) {
      now.append(child);
    }
  }
  return gone;
}

/** @param {string} says */
function tell(says) {
  const line = document.querySelector("[data-live-says]");
  if (!(line instanceof HTMLElement)) return;
  line.textContent = says;
  line.hidden = false;
}

/** Ask for the page as it stands now, and show what is new in it. */
async function look() {
  if (!head || busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 404) {
      stop();
      tell((answer.status === 404 ? head.dataset.gone : head.dataset.ended) ?? "");
      return;
    }
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = /** @type {HTMLElement | null} */ (fresh.querySelector("[data-live]"));
    if (!other || other.dataset.seq === head.dataset.seq) return;
    const since = Number(head.dataset.seq);
    const news = [...fresh.querySelectorAll(".history > li")].filter((line) => Number(line.id.replace("event-", "")) > since);
    for (const line of news) line.classList.add("fresh");
    const told = news.map((line) => line.querySelector("[data-says]")?.textContent?.replace(/\s+/g, " ").trim()).filter(Boolean);
    const gone = renew(/** @type {Element} */ (document.querySelector(".doing")), /** @type {Element} */ (fresh.querySelector(".doing")));
    for (const part of [".being", ".past", ".case-head .standing"]) {
      const mine = document.querySelector(part);
      const theirs = fresh.querySelector(part);
      if (mine && theirs && !mine.contains(document.activeElement)) mine.replaceChildren(...theirs.childNodes);
    }
    head.dataset.seq = other.dataset.seq ?? "";
    const says = [told.slice(0, 3).join("；")];
    if (gone.length) says.push((head.dataset.closed ?? "").replace("%s", gone.join("、")));
    else if (kept().length) says.push(head.dataset.kept ?? "");
    tell(says.join(" "));
    document.dispatchEvent(new CustomEvent("gendan:renewed"));
  } catch {
    // The line is away: the stream comes again by itself, and asks again then.
  } finally {
    busy = false;
    if (again) {
      again = false;
      setTimeout(look, 500);
    }
  }
}

function stop() {
  stream?.close();
  stream = null;
}

/** A window that nobody looks at holds no line: browsers have but six for one site. */
function start() {
  if (!head || stream || document.hidden) return;
  stream = new EventSource(`${head.dataset.live}?seq=${head.dataset.seq}&told=${bell?.dataset.told ?? ""}`);
  stream.addEventListener("changed", look);
  stream.addEventListener("told", () => document.body.dispatchEvent(new Event("told")));
  stream.addEventListener("gone", () => {
    stop();
    tell(head.dataset.gone ?? "");
  });
  stream.addEventListener("ended", () => {
    stop();
    // A server that starts anew ends its streams too: whether I am still signed in, the page itself tells.
    setTimeout(() => look().then(start), 3000);
  });
}

if (head) {
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
}

// What this page has done itself, without being left, shows in the same way.
document.addEventListener("gendan:look", look);
