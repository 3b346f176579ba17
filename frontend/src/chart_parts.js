// The parts of ECharts that our charts are made of, and no others: every further one is paid for by each page.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent, TooltipComponent } from "echarts/components";
import { connect, init as initChart, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([AriaComponent, BarChart, CanvasRenderer, GridComponent, LegendPlainComponent, LineChart, TooltipComponent]);

/** @param {HTMLElement} element */
export const init = (element) => initChart(element, undefined, { renderer: "canvas" });
export { connect };
