/** The chart that goes with figures, as data. */
import type { Chart } from '../../domain/figures/chart.ts';
import { type Period, stepsOf } from '../../domain/figures/period.ts';
import type { FiguresAnswer } from '../../domain/figures/question.ts';
import type { Translate } from '../../domain/locale.ts';
import { readSteps, type Step } from '../../store/figures-steps.ts';
import type { Reader } from '../../store/transaction.ts';
import { daysOf, rowName } from './figure-lines.ts';
import type { Asked } from './show-figures.ts';

/** Who reads, when, and from where. */
export interface Reading {
  readonly t: Translate;
  readonly locale: string;
  readonly now: Temporal.Instant;
  readonly db: Reader;
}

const MOST_BARS = 12;

/** Bars by group where it is divided, else by hour or day; no labels where there is nothing to draw. */
export const chartOf = async (
  reading: Reading,
  asked: Asked,
  answer: Pick<FiguresAnswer, 'rows'>,
): Promise<Chart> => (asked.question.by ? groupChart(reading, asked, answer) : stepChart(reading, asked));

function groupChart(reading: Reading, asked: Asked, { rows }: Pick<FiguresAnswer, 'rows'>): Chart {
  const { by = 'site' } = asked.question;
  const shown = rows.slice(0, MOST_BARS);
  return {
    ...frame(reading, asked),
    bars: 'lying',
    labels: shown.map((row) => rowName(reading, by, row)),
    series: [
      {
        name: reading.t(reading.locale, 'staff-figures:figure.opened'),
        values: shown.map(({ opened }) => opened),
      },
      {
        name: reading.t(reading.locale, 'staff-figures:figure.resolved'),
        values: shown.map(({ resolved }) => resolved),
      },
    ],
  };
}

async function stepChart(reading: Reading, asked: Asked): Promise<Chart> {
  const borders = stepsOf(asked.period);
  const steps = await readSteps(reading.db, borders, asked.question.filter);
  // What is still to come is left out.
  const come = borders.filter((border) => Temporal.Instant.compare(border, reading.now) <= 0).length;
  const values = (pick: (step: Step) => number): (number | null)[] =>
    steps.map((step, index) => (index < come ? pick(step) : null));
  return {
    ...frame(reading, asked),
    bars: 'upright',
    labels: borders.slice(0, -1).map((border) => label(border, asked.period)),
    series: [
      {
        name: reading.t(reading.locale, 'staff-figures:figure.opened'),
        values: values(({ opened }) => opened),
      },
      {
        name: reading.t(reading.locale, 'staff-figures:figure.resolved'),
        values: values(({ resolved }) => resolved),
      },
    ],
  };
}

function label(border: Temporal.Instant, { zone, days }: Period): string {
  const there = border.toZonedDateTimeISO(zone);
  return days > 1
    ? there.toPlainDate().toString().slice(5)
    : there.toPlainTime().toString({ smallestUnit: 'minute' });
}

const frame = ({ t, locale }: Reading, { period, isOwn }: Asked): Pick<Chart, 'title' | 'nothing'> => ({
  title: t(locale, isOwn ? 'staff-figures:title.own' : 'staff-figures:title.all', { days: daysOf(period) }),
  nothing: t(locale, 'staff-figures:nothing'),
});
