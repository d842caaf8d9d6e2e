/** The chart that goes with figures: described here, drawn when it is delivered. */
import type { Turn } from '../../conversation/feature.ts';
import { CHART_TYPE } from '../../domain/figures/chart.ts';
import type { FiguresAnswer } from '../../domain/figures/question.ts';
import type { Media } from '../../domain/message.ts';
import { KEPT_FILES, keepBytes } from '../../store/media-files.ts';
import { chartOf } from './chart.ts';
import type { Asked } from './show-figures.ts';

/** It is delivered in seconds; where a platform is away, it is tried again for days. */
const KEPT_DAYS = 7;

/** The picture; undefined where the platform shows none, or there is nothing to draw. */
export async function chartFile(turn: Turn, asked: Asked, answer: FiguresAnswer): Promise<Media | undefined> {
  if (!turn.capabilities(turn.inbound.account)?.media.includes('photo')) return undefined;
  const { t, locale, now, tx: db } = turn;
  const chart = await chartOf({ t, locale, now, db }, asked, answer);
  if (chart.labels.length === 0) return undefined;
  const text = JSON.stringify(chart);
  const file = { key: text, name: 'chart', type: CHART_TYPE, bytes: new TextEncoder().encode(text) };
  const id = await keepBytes(turn.tx, file, turn.now, turn.now.add({ hours: 24 * KEPT_DAYS }));
  return { kind: 'photo', account: KEPT_FILES, id, name: 'figures.png', type: 'image/png' };
}
