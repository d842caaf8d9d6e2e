/** A report as it is read, in one language: what chat, file and console show is made of this. */
import { isolate } from '../isolate.ts';
import type { Translate } from '../locale.ts';
import type { Urgency } from '../need.ts';
import { shortTime } from '../short-time.ts';
import { changedFigures, SITE_FIGURES, type Snapshot } from './snapshot.ts';

/** A revision with all that is known of it. */
export interface ReportFacts {
  readonly number: number;
  readonly revision: number;
  readonly snapshot: Snapshot;
  readonly remark: string | null;
  /** Why it corrects the one before. */
  readonly reason: string | null;
  readonly signature: { readonly name: string; readonly at: Temporal.Instant } | null;
  /** The revision that went up before this one; null where none did. */
  readonly previous: { readonly snapshot: Snapshot; readonly remark: string | null } | null;
}

/** For whom it is written out. */
export interface Speech {
  readonly t: Translate;
  readonly locale: string;
}

/** One figure as it is shown. */
export interface ShownFigure {
  readonly id: string;
  readonly label: string;
  /** Null: not known. */
  readonly value: number | null;
  /** What came after the report of the day before; 0 where nothing did. */
  readonly late: number;
}

/** One section; it has its figures whatever they are. */
export interface ShownSection {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly ShownFigure[];
  readonly lines: readonly string[];
}

/** A whole report. */
export interface ReportView {
  readonly number: number | null;
  readonly title: string;
  /** Up to when it is counted. */
  readonly asOf: string;
  readonly sections: readonly ShownSection[];
  /** A row for each site; empty where it is about one. */
  readonly sites: readonly { readonly name: string; readonly figures: readonly ShownFigure[] }[];
  readonly remark: string | null;
  /** Who signed it when, or that nobody did. */
  readonly signature: string;
  readonly isSigned: boolean;
  /** Null for the first revision. */
  readonly correction: { readonly head: string; readonly changes: readonly string[] } | null;
}

const MARK: Record<Urgency, string> = { emergency: '🔴', high: '🟠', normal: '⚪' };

/** The report, ready to be shown; `number` is null for figures that nobody has kept. */
export function reportView(
  facts: Omit<ReportFacts, 'number'> & { readonly number: number | null },
  speech: Speech,
): ReportView {
  const { snapshot, number, signature } = facts;
  const say = sayIn(speech);
  const scope = snapshot.siteId === null ? say('all-sites') : isolate(snapshot.site ?? '?');
  const until = Temporal.Instant.from(snapshot.until);
  const params = { number, scope, day: dayName(snapshot.day, speech.locale), revision: facts.revision };
  return {
    number,
    title: say(number === null ? 'title.preview' : facts.revision > 1 ? 'title.revision' : 'title', params),
    asOf: snapshot.isWhole
      ? say('as-of.whole', { zone: snapshot.zone })
      : say('as-of', { time: timeOf(until, snapshot), zone: snapshot.zone }),
    sections: snapshot.sections.map((section) => shown(section, say, speech)),
    sites: snapshot.sites.map(({ name, figures }) => ({
      name: name === null ? say('no-site') : isolate(name),
      figures: SITE_FIGURES.map((id) => ({
        id,
        label: say(`site.${id}`),
        value: figures[id] ?? 0,
        late: 0,
      })),
    })),
    remark: facts.remark,
    signature: signature
      ? say('signed', { name: isolate(signature.name), time: timeOf(signature.at, snapshot) })
      : say(number === null ? 'not-kept' : 'not-signed'),
    isSigned: signature !== null,
    correction: facts.revision > 1 ? correctionOf(facts, say, params) : null,
  };
}

/** A text of reports, by its key. */
export type Say = (key: string, params?: Record<string, unknown>) => string;

/** Speaks the texts of reports. */
export const sayIn =
  ({ t, locale }: Speech): Say =>
  (key, params) =>
    t(locale, `staff-reports:${key}`, params);

function shown(section: Snapshot['sections'][number], say: Say, { t, locale }: Speech): ShownSection {
  const { id, figures, lines } = section;
  return {
    id,
    title: say(`section.${id}`),
    figures: figures.map((figure) => ({
      id: figure.id,
      label: say(`figure.${id}.${figure.id}`),
      value: figure.value,
      late: figure.late ?? 0,
    })),
    lines: lines.map(({ number, urgency, need, site, state }) =>
      [
        `${MARK[urgency]} #${number}`,
        need === null ? '🔒' : t(locale, `common:need.${need}`),
        site && isolate(site),
        t(locale, `staff:state.${state}`),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  };
}

/** What is other than in the revision that went up before. */
function correctionOf(
  { snapshot, previous, reason, remark }: Omit<ReportFacts, 'number'>,
  say: Say,
  params: Record<string, unknown>,
): ReportView['correction'] {
  const changes = previous ? changedFigures(previous.snapshot, snapshot) : [];
  const lines = changes.map(({ section, id, before, after }) =>
    say('change', {
      section: say(`section.${section}`),
      figure: say(`figure.${section}.${id}`),
      before: before ?? '—',
      after: after ?? '—',
    }),
  );
  if (previous && previous.remark !== remark) lines.push(say('change.remark'));
  if (lines.length === 0) lines.push(say('change.none'));
  return {
    head: say('correction', { ...params, reason: isolate(reason ?? '') }),
    changes: lines,
  };
}

const timeOf = (at: Temporal.Instant, { day, zone }: Snapshot): string =>
  shortTime(at, Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant(), zone);

/** `2026-11-22 (Sunday)`. */
function dayName(day: string, locale: string): string {
  const weekday = Temporal.PlainDate.from(day).toLocaleString(locale, { weekday: 'short' });
  return `${day} (${weekday})`;
}
