// Every element with `data-chart` becomes a chart of the figures it names: the address of their JSON, or `#id` of a
// `<script type="application/json">` in the page. The table of the same figures stands beside it for who can't see it.
import { connect, init } from "./chart_parts.js";
import { optionOf } from "./chart_option.js";

/** @type {WeakMap<Element, {chart: import("echarts/core").ECharts, figures: import("./chart_option.js").Figures}>} */
const drawn = new WeakMap();
const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) drawn.get(entry.target)?.chart.resize();
});

drawAll();
// What a fragment brings is drawn as well.
for (const event of ["htmx:afterSwap", "htmx:after:swap", "gendan:charts"]) document.addEventListener(event, drawAll);
// Light and dark: chosen in the page, or followed from the system.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
new MutationObserver(redrawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });

function drawAll() {
  for (const element of document.querySelectorAll("[data-chart]")) {
    if (element instanceof HTMLElement && !drawn.has(element)) void draw(element);
  }
}

function redrawAll() {
  for (const element of document.querySelectorAll("[data-chart]")) {
    const known = drawn.get(element);
    if (known) known.chart.setOption(optionOf(known.figures, colors()), { notMerge: true });
  }
}

/** @param {HTMLElement} element */
async function draw(element) {
  const chart = init(element);
  const known = { chart, figures: /** @type {any} */ (undefined) };
  drawn.set(element, known);
  chart.showLoading({ text: "", color: colors().accent, maskColor: "transparent" });
  try {
    known.figures = await figuresOf(element.dataset.chart ?? "");
  } catch {
    // The table beside it still tells everything.
    chart.dispose();
    element.hidden = true;
    return;
  }
  chart.hideLoading();
  chart.setOption(optionOf(known.figures, colors()));
  chart.on("click", (hit) => {
    const address = known.figures.series[hit.seriesIndex ?? 0]?.links?.[hit.dataIndex];
    if (address) location.assign(address);
  });
  if (element.dataset.chartGroup) {
    chart.group = element.dataset.chartGroup;
    connect(chart.group);
  }
  sizes.observe(element);
}

/** @param {string} where */
async function figuresOf(where) {
  if (where.startsWith("#")) return JSON.parse(document.getElementById(where.slice(1))?.textContent ?? "");
  const answer = await fetch(where, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** The page's own colors, as its tokens are now. */
function colors() {
  const style = getComputedStyle(document.documentElement);
  const token = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"), soft: token("ink-soft"), faint: token("ink-faint"), line: token("line"),
    surface: token("surface"), sunken: token("sunken"), accent: token("accent"), accentSoft: token("accent-soft"),
    late: token("late"), soon: token("soon"), good: token("good"), font: style.getPropertyValue("--font").trim(),
    palette: [token("accent"), token("note"), token("soon"), token("late"), token("good"), token("ink-faint")],
  };
}
