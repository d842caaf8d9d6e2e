/**
 * A daily situation report (F35) as data: kept as it was, and written out anew for whoever reads it.
 *
 * - **Section** one of eleven, always all of them and always in this order.
 * - **Figure** a count of one section. Zero is written as zero; null is "not known", and never stands for zero.
 * - **Late** what happened on the day before after that day's report was drafted, so that nothing falls between two.
 * - **Revision** the first draft is revision 1; every correction of what was signed is the next one.
 */
import { z } from 'zod';
import { NEEDS, type Need, URGENCIES, type Urgency } from '../need.ts';
import { STATES, type State } from '../ticket.ts';

/** The sections and their figures, in the order of the report. */
export const SECTIONS = {
  arrivals: ['expected', 'arrived', 'unaccounted'],
  quarantine: ['here', 'hospital', 'home'],
  releases: ['due', 'released', 'toHome', 'overdue'],
  transfers: ['trips', 'people', 'toHospital', 'missing'],
  tests: ['recorded', 'positive', 'negative', 'invalid', 'awaited', 'overdue'],
  tickets: ['opened', 'resolved', 'reopened', 'open', 'overdue'],
  emergencies: ['opened', 'settled', 'open'],
  unheard: ['here', 'heard', 'silent', 'unwell'],
  feedback: ['complaints', 'thanks', 'ratings'],
  staff: ['asked', 'answered', 'silent', 'unwell'],
  carried: ['unclaimed', 'waiting', 'promises', 'handovers'],
} as const;

/** The name of a section. */
export type SectionId = keyof typeof SECTIONS;

/** The figures of one section. */
export type FigureId<S extends SectionId> = (typeof SECTIONS)[S][number];

/** All figures of some time. */
export type Counts = { readonly [S in SectionId]: Readonly<Record<FigureId<S>, number | null>> };

/** Those of them that are events, and can have come after the last report. */
export type LateCounts = { readonly [S in SectionId]?: Readonly<Partial<Record<FigureId<S>, number>>> };

/** What is said of each site where a report is about all of them. */
export const SITE_FIGURES = ['here', 'arrived', 'released', 'positive', 'silent'] as const;

/** One of `SITE_FIGURES`. */
export type SiteFigure = (typeof SITE_FIGURES)[number];

const count = z.int().min(0);

const line = z.strictObject({
  number: z.int().positive(),
  urgency: z.enum(URGENCIES),
  /** Null where few may know it. */
  need: z.enum(NEEDS).nullable(),
  site: z.string().nullable(),
  state: z.enum(STATES),
});

const snapshot = z.strictObject({
  version: z.literal(1),
  /** Null for all sites. */
  siteId: z.uuid().nullable(),
  site: z.string().nullable(),
  day: z.iso.date(),
  zone: z.string(),
  /** Up to when the day is counted. */
  until: z.iso.datetime(),
  /** The day was over. */
  isWhole: z.boolean(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      figures: z.array(
        z.strictObject({ id: z.string(), value: count.nullable(), late: count.positive().optional() }),
      ),
      lines: z.array(line),
    }),
  ),
  sites: z.array(
    z.strictObject({
      /** Null for people at no site. */
      name: z.string().nullable(),
      figures: z.record(z.string(), count),
    }),
  ),
});

/** A report's figures as they are kept. */
export type Snapshot = z.infer<typeof snapshot>;

/** A ticket in a line of a report; never its words, nor whose it is. */
export interface TicketLine {
  readonly number: number;
  readonly urgency: Urgency;
  readonly need: Need | null;
  readonly site: string | null;
  readonly state: State;
}

/** One site of a report about all. */
export interface SiteRow {
  readonly name: string | null;
  readonly figures: Readonly<Record<SiteFigure, number>>;
}

/** What a snapshot is made of. */
export interface Gathered {
  readonly siteId: string | null;
  readonly site: string | null;
  readonly day: Temporal.PlainDate;
  readonly zone: string;
  readonly until: Temporal.Instant;
  readonly isWhole: boolean;
  readonly counts: Counts;
  readonly late: LateCounts;
  readonly emergencies: readonly TicketLine[];
  readonly carried: readonly TicketLine[];
  readonly sites: readonly SiteRow[];
}

/** Puts a report together: every section and every figure, whatever they are. */
export function makeSnapshot(gathered: Gathered): Snapshot {
  const { counts, late, emergencies, carried, sites, day, until, ...head } = gathered;
  const lines: Partial<Record<SectionId, readonly TicketLine[]>> = { emergencies, carried };
  const sections = (Object.keys(SECTIONS) as SectionId[]).map((id) => {
    const values = counts[id] as Readonly<Record<string, number | null>>;
    const after = (late[id] ?? {}) as Readonly<Record<string, number | undefined>>;
    const figures = SECTIONS[id].map((name) => {
      const more = after[name] ?? 0;
      return { id: name, value: values[name] ?? null, ...(more > 0 ? { late: more } : {}) };
    });
    return { id, figures, lines: lines[id] ?? [] };
  });
  return parseSnapshot({
    version: 1,
    ...head,
    day: day.toString(),
    until: until.toString(),
    sections,
    sites,
  });
}

/** Reads a snapshot as it is stored; throws when it is none. */
export const parseSnapshot = (stored: unknown): Snapshot => snapshot.parse(stored);

/** Counted anew, what is not known any more stays as it was known before. */
export function withKnown(after: Snapshot, before: Snapshot): Snapshot {
  const sections = after.sections.map((section) => {
    const was = before.sections.find(({ id }) => id === section.id);
    const isForgotten = section.figures.some(({ value }) => value === null);
    const figures = section.figures.map((figure) =>
      figure.value === null ? (was?.figures.find(({ id }) => id === figure.id) ?? figure) : figure,
    );
    return { ...section, figures, lines: isForgotten && was ? was.lines : section.lines };
  });
  return { ...after, sections };
}

/** A figure that two snapshots have differently. */
export interface FigureChange {
  readonly section: string;
  readonly id: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** What a later snapshot says otherwise, in the order of the report. */
export function changedFigures(before: Snapshot, after: Snapshot): FigureChange[] {
  const known = new Map(
    before.sections.flatMap(({ id, figures }) =>
      figures.map((figure) => [`${id}.${figure.id}`, figure.value] as const),
    ),
  );
  return after.sections.flatMap(({ id: section, figures }) =>
    figures.flatMap(({ id, value }) => {
      const was = known.get(`${section}.${id}`) ?? null;
      return was === value ? [] : [{ section, id, before: was, after: value }];
    }),
  );
}
