// From figures, as Gendan tells them, to what ECharts draws. Pages never speak ECharts' own language.

/**
 * One row of figures. `values` stand in the order of `categories` (null: no figure); `links` lead to the cases behind each.
 * @typedef {{name: string, values: (number | null)[], kind?: "bar" | "line", stack?: string, axis?: 0 | 1, links?: string[], tone?: string}} Series
 * @typedef {{
 *   kind: "bar" | "line",
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
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    color: colors.palette,
    backgroundColor: "transparent",
    textStyle: { color: colors.ink, fontFamily: colors.font },
    aria: { enabled: true, decal: { show: figures.series.length > 3 } },
    legend: {
      show: figures.series.length > 1 || figures.target != null, type: "plain", bottom: 0, itemWidth: 14, itemHeight: 9,
      textStyle: { color: colors.soft },
    },
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
    // Drawn on the canvas: a tooltip of HTML would bring styles of its own into the page.
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

/** @param {unknown} value @param {string | undefined} unit */
function said(value, unit) {
  if (value === null || value === undefined || value === "-" || Number.isNaN(value)) return "–";
  const number = typeof value === "number" ? value.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 4 }) : String(value);
  return unit ? `${number} ${unit}` : number;
}
