/** How charts look. */

/** The family of the font that is shipped; it has Latin, Cyrillic and Chinese letters. */
export const FONT = 'Noto Sans SC';

/** In the order of the series: told apart also by those who do not tell red from green. */
export const COLOURS = ['#1f77b4', '#ff7f0e', '#5f5f5f'] as const;
