// A drawing in its frame: zoomed by keys and buttons, moved by arrows (the frame scrolls) or by dragging.

const STEP = 1.2;
const LEAST = 0.3;
const MOST = 3;

for (const frame of document.querySelectorAll("[data-flow]")) {
  const drawing = frame.querySelector("svg");
  if (frame instanceof HTMLElement && drawing) start(frame, drawing);
}

/** @param {HTMLElement} frame @param {SVGSVGElement} drawing */
function start(frame, drawing) {
  const { width, height } = drawing.viewBox.baseVal;
  let scale = 1;

  /** Zooms so that what is in the middle of the frame stays there. @param {number} wanted */
  const zoom = (wanted) => {
    const before = scale;
    scale = Math.min(MOST, Math.max(LEAST, wanted));
    const x = (frame.scrollLeft + frame.clientWidth / 2) / before;
    const y = (frame.scrollTop + frame.clientHeight / 2) / before;
    drawing.style.width = `${width * scale}px`;
    drawing.style.height = `${height * scale}px`;
    frame.scrollLeft = x * scale - frame.clientWidth / 2;
    frame.scrollTop = y * scale - frame.clientHeight / 2;
  };
  const fit = () => zoom(Math.min(1, (frame.clientWidth - 4) / width));
  const acts = { in: () => zoom(scale * STEP), out: () => zoom(scale / STEP), fit };

  for (const button of document.querySelectorAll("[data-zoom]")) {
    const act = acts[/** @type {"in" | "out" | "fit"} */ (/** @type {HTMLElement} */ (button).dataset.zoom)];
    button.addEventListener("click", act);
  }
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP));
  }, { passive: false });

  /** @type {{x: number, y: number} | null} */
  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0 && !(/** @type {Element} */ (event.target).closest("a"))) {
      held = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
      frame.setPointerCapture(event.pointerId);
    }
  });
  frame.addEventListener("pointermove", (event) => {
    if (held) frame.scrollTo(held.x - event.clientX, held.y - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { held = null; });
  fit();
}
