// From figures, as Gendan tells them, to what ECharts draws. Pages never speak ECharts' own language.

/**
 * One row of figures. `values` stand in the order of `categories` (null: no figure); `links` lead to the cases behind each.
 * @typedef {{name: string, values: (number | null)[], kind?: "bar" | "line", stack?: string, axis?: 0 | 1, links?: string[], tone?: string}} Series
 * @typedef {{
 *   kind: "bar" | "line" | "pie" | "heatmap",
 *   title: string,
 *   categories: string[],
 *   series: Series[],
 *   unit?: string,
 *   target?: number | null,
 *   target_name?: string,
 *   lying?: boolean,
 * }} Figures
 * @typedef {Record<string, any>} Colors
 */

/**
 * @param {Figures} figures
 * @param {Colors} colors
 */
export function optionOf(figures, colors) {
  const common = {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    color: colors.palette,
    backgroundColor: "transparent",
    textStyle: { color: colors.ink, fontFamily: colors.font },
    aria: { enabled: true, decal: { show: figures.kind !== "heatmap" && figures.series.length > 3 } },
    // Drawn on the canvas: a tooltip of HTML would bring styles of its own into the page.
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: colors.surface, borderColor: colors.line,
      textStyle: { color: colors.ink }, valueFormatter: (/** @type {unknown} */ value) => said(value, figures.unit),
    },
    legend: {
      show: figures.kind === "pie" || figures.series.length > 1 || figures.target != null, type: "plain", bottom: 0, itemWidth: 14, itemHeight: 9,
      textStyle: { color: colors.soft },
    },
  };
  if (figures.kind === "pie") return { ...common, ...pie(figures, colors) };
  if (figures.kind === "heatmap") return { ...common, ...heatmap(figures, colors) };
  return { ...common, ...onAxes(figures, colors) };
}

/** @param {Figures} figures @param {Colors} colors */
function onAxes(figures, colors) {
  const names = {
    type: "category", data: figures.categories, inverse: Boolean(figures.lying), axisTick: { show: false },
    axisLine: { lineStyle: { color: colors.line } }, axisLabel: { color: colors.soft, hideOverlap: true },
  };
  const second = figures.series.some((each) => each.axis === 1);
  const values = [0, 1].slice(0, second ? 2 : 1).map((index) => ({
    type: "value", name: index ? "" : (figures.unit ?? ""), nameTextStyle: { color: colors.faint },
    axisLabel: { color: colors.soft }, splitLine: { show: !index, lineStyle: { color: colors.line } },
  }));
  return {
    grid: { left: 8, right: 16, top: figures.unit ? 32 : 16, bottom: figures.series.length > 1 || figures.target != null ? 34 : 8, containLabel: true },
    [figures.lying ? "yAxis" : "xAxis"]: names,
    [figures.lying ? "xAxis" : "yAxis"]: values,
    series: figures.series.map((each, index) => ({
      name: each.name,
      type: each.kind ?? figures.kind,
      data: each.values,
      stack: each.stack,
      color: each.tone ? colors[each.tone] : undefined,
      [figures.lying ? "xAxisIndex" : "yAxisIndex"]: each.axis ?? 0,
      barMaxWidth: 36,
      symbolSize: 6,
      connectNulls: false,
      emphasis: { focus: "series" },
      cursor: each.links ? "pointer" : "default",
    })).concat(figures.target == null ? [] : [target(figures, colors)]),
    tooltip: {
      trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true,
      backgroundColor: colors.surface, borderColor: colors.line, textStyle: { color: colors.ink },
      valueFormatter: (/** @type {unknown} */ value) => said(value, figures.unit),
    },
  };
}

/** The target as a level line through all categories. @param {Figures} figures @param {Colors} colors @returns {any} */
function target(figures, colors) {
  const level = figures.categories.map(() => figures.target);
  return {
    name: figures.target_name ?? "", type: "line", data: level, symbol: "none", silent: true, color: colors.late,
    lineStyle: { type: "dashed", width: 1.5 }, [figures.lying ? "xAxisIndex" : "yAxisIndex"]: 0,
  };
}

/** @param {Figures} figures @param {Colors} colors */
function pie(figures, colors) {
  const first = figures.series[0] ?? { name: "", values: [] };
  return {
    series: [{
      name: first.name, type: "pie", radius: ["42%", "68%"], center: ["50%", "45%"],
      itemStyle: { borderColor: colors.surface, borderWidth: 2 },
      label: { color: colors.soft, formatter: "{b} {d}%" },
      cursor: first.links ? "pointer" : "default",
      data: figures.categories.map((name, index) => ({ name, value: first.values[index] })),
    }],
  };
}

/** The more, the stronger the accent; the figure itself stands in each cell. @param {Figures} figures @param {Colors} colors */
function heatmap(figures, colors) {
  const most = Math.max(1, ...figures.series.flatMap((each) => each.values.map((value) => value ?? 0)));
  const points = figures.series.flatMap((each, y) => each.values.map((value, x) => ({
    value: [x, y, value ?? "-"],
    itemStyle: { color: value == null ? "transparent" : colors.accent, opacity: 0.08 + 0.72 * ((value ?? 0) / most) },
    link: each.links?.[x],
  })));
  const axis = { type: "category", axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colors.soft } };
  return {
    legend: { show: false },
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    xAxis: { ...axis, data: figures.categories },
    yAxis: { ...axis, data: figures.series.map((each) => each.name), inverse: true },
    series: [{
      type: "heatmap", data: points, label: { show: points.length <= 200, color: colors.ink, fontWeight: 600 },
      itemStyle: { borderColor: colors.surface, borderWidth: 2 },
    }],
  };
}

/** @param {unknown} value @param {string | undefined} unit */
function said(value, unit) {
  if (value === null || value === undefined || value === "-" || Number.isNaN(value)) return "–";
  const number = typeof value === "number" ? value.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 4 }) : String(value);
  return unit ? `${number} ${unit}` : number;
}
