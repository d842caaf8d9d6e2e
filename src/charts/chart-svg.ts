/** A chart as SVG, for pages as it is and for pictures to be drawn from. */
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../domain/figures/chart.ts';
import { COLOURS, FONT } from './style.ts';

use([BarChart, GridComponent, LegendComponent, TitleComponent, LabelLayout, SVGRenderer]);

const WIDTH = 720;
const UPRIGHT_HEIGHT = 400;
const AROUND = 120;
const ROW_HEIGHT = 44;
/** More values than this are read off the axis instead. */
const MOST_WRITTEN = 10;
const LONGEST_NAME = 18;

/** The whole `<svg>` element. */
export function chartSvg(chart: Chart): string {
  const height = chart.bars === 'upright' ? UPRIGHT_HEIGHT : AROUND + ROW_HEIGHT * chart.labels.length;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  drawing.setOption(optionsOf(chart));
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}

function optionsOf(chart: Chart): EChartsCoreOption {
  const isLying = chart.bars === 'lying';
  const names = {
    type: 'category',
    data: chart.labels.map(shorten),
    inverse: isLying,
    axisTick: { show: false },
    ...(isLying ? { axisLabel: { interval: 0 } } : {}),
  } as const;
  const values = { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e5e5e5' } } } as const;
  const isEmpty = chart.series.every((one) => one.values.every((value) => !value));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: [...COLOURS],
    textStyle: { fontFamily: `${FONT}, sans-serif` },
    title: [
      {
        text: chart.title,
        left: 16,
        top: 12,
        textStyle: { fontSize: 18, fontWeight: 'normal', fontFamily: `${FONT}, sans-serif` },
      },
      ...(isEmpty
        ? [
            {
              text: chart.nothing,
              left: 'center',
              top: 'middle',
              textStyle: {
                fontSize: 16,
                fontWeight: 'normal',
                fontFamily: `${FONT}, sans-serif`,
                color: '#5f5f5f',
              },
            },
          ]
        : []),
    ],
    legend: { right: 16, top: 44, data: chart.series.map(({ name }) => name) },
    grid: {
      left: 16,
      right: 40,
      top: 84,
      bottom: 16,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: isLying ? values : names,
    yAxis: isLying ? names : values,
    series: chart.series.map(({ name, values: data }) => ({
      type: 'bar',
      name,
      data: [...data],
      barMaxWidth: 28,
      label: { show: chart.labels.length <= MOST_WRITTEN, position: isLying ? 'right' : 'top' },
    })),
  };
}

const shorten = (name: string): string => {
  // What XML cannot hold would leave no picture at all.
  const drawable = name.toWellFormed().replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
  const letters = [...drawable];
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : drawable;
};
