/** A picture to be drawn, with every text in the reader's language: plain data, kept until it is delivered. */

/** What a chart's file says of itself. */
export const CHART_TYPE = 'application/vnd.homeward.chart+json';

/** One row of bars, a value for each label; null where there is none. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** Bars beside each other. */
export interface Chart {
  readonly title: string;
  /** Upright where the labels are times, lying where they are names. */
  readonly bars: 'upright' | 'lying';
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Stands where there is nothing to draw. */
  readonly nothing: string;
}
