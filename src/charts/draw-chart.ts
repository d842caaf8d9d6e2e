/** Draws a chart as a PNG. Fonts come with the program, so that it looks the same on every machine. */
import { createRequire } from 'node:module';
import type { Chart } from '../domain/figures/chart.ts';
import { FONT } from './style.ts';

const FONT_FILE = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

/** The picture of a chart's file, with twice as many pixels as the chart is wide. */
export async function drawChart(
  file: Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly type: string; readonly name: string }> {
  const chart = JSON.parse(new TextDecoder().decode(file)) as Chart;
  const { chartSvg } = await import('./chart-svg.ts');
  return { bytes: await toPng(chartSvg(chart)), type: 'image/png', name: 'figures.png' };
}

/**
 * Off the main thread: a picture takes a few tenths of a second. What draws is loaded with the first picture: every start
 * would be a tenth of a second longer and 40 MB larger.
 */
async function toPng(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles: [FONT_FILE], defaultFontFamily: FONT };
  const image = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: 2 } });
  return image.asPng();
}
