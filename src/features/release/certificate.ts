/** The words of a certificate: in the traveller's language, and in English below for whoever asks for it on the way. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import type { ReleaseDeps } from './index.ts';
import type { Standing } from './standing.ts';

/** The certificate of somebody who was let go; undefined for whoever was not, or where a date is not known. */
export function certificateFor(
  work: Work,
  deps: Pick<ReleaseDeps, 'zone'>,
  standing: Standing,
  number: number | null,
  locale: string,
): string | undefined {
  const { releasedAt } = standing.facts;
  const from = firstDay(standing, deps.zone);
  if (number === null || releasedAt === null || from === null) return undefined;
  const to = releasedAt.toZonedDateTimeISO(standing.stay.zone ?? deps.zone).toPlainDate();
  const written = (language: string): string => inOne(work, standing, { number, from, to }, language);
  return locale === 'en' ? written('en') : `${written(locale)}\n\n${written('en')}`;
}

/** The day somebody saw them arrive, else the day the count begins with. */
function firstDay({ stay, plan }: Standing, zone: string): Temporal.PlainDate | null {
  if (stay.arrivedAt) return stay.arrivedAt.toZonedDateTimeISO(stay.zone ?? zone).toPlainDate();
  return plan.start?.date ?? stay.entryOn;
}

interface Dates {
  readonly number: number;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

function inOne(
  { t }: Work,
  { plan: { homeUntil }, facts }: Standing,
  { number, from, to }: Dates,
  locale: string,
): string {
  const date = (day: Temporal.PlainDate): string => dayText(day, locale, true);
  const key = facts.site ? 'release:certificate.body' : 'release:certificate.body.unnamed';
  const until = homeUntil && Temporal.PlainDate.compare(homeUntil, to) > 0 ? homeUntil : null;
  return [
    `📄 ${t(locale, 'release:certificate.title', { number })}`,
    t(locale, key, {
      name: isolate(facts.name ?? '?'),
      site: isolate(facts.site ?? ''),
      from: date(from),
      to: date(to),
    }),
    ...(until ? [t(locale, 'release:certificate.home', { until: date(until) })] : []),
    t(locale, 'release:certificate.issued', { date: date(to) }),
  ].join('\n');
}
