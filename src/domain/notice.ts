/**
 * Notices: numbered public announcements, each with a text per language and an audience that is data.
 *
 * - **Audience** who it is for. Every list that is empty asks for nothing, so that nothing at all means everybody whose
 *   stay is open.
 * - **In force** approved, and neither superseded nor withdrawn since: only such a notice is sent, or quoted.
 * - Numbers are counted by issuer and given when a notice is approved, so that none is missing.
 */
import { z } from 'zod';
import { LOCALES } from './locale.ts';
import { CARE_KINDS } from './roster.ts';

/** What may be asked of a stay. */
export const NOTICE_STATES = ['expected', 'here', 'hospital', 'released', 'left'] as const;

const words = z.array(z.string().trim().min(1).max(120)).max(500).default([]);
const day = z.iso.date().nullable().default(null);

/** Who a notice is for, as it is stored. */
export const noticeAudience = z.strictObject({
  /** Ids of sites. */
  sites: z.array(z.uuid()).max(500).default([]),
  flights: words,
  /** First and last day of arrival, by the site's clock; of entry where nobody noted the arrival. */
  arrivedFrom: day,
  arrivedTo: day,
  /** Home authorities. */
  jurisdictions: words,
  languages: z.array(z.enum(LOCALES)).default([]),
  care: z.array(z.enum(CARE_KINDS)).default([]),
  states: z.array(z.enum(NOTICE_STATES)).default([]),
});

/** Who a notice is for. */
export type NoticeAudience = z.infer<typeof noticeAudience>;

/** Everybody whose stay is open. */
export const EVERYBODY: NoticeAudience = noticeAudience.parse({});

/** Where a notice is in its life. */
export type NoticeState = 'draft' | 'asked' | 'sending' | 'sent' | 'superseded' | 'withdrawn';

/** Whether it holds. */
export const isInForce = (state: NoticeState): boolean => state === 'sending' || state === 'sent';

/** A notice in one language. */
export interface NoticeText {
  readonly locale: string;
  readonly title: string;
  readonly body: string;
}

/** Letters of title and body together: one message on every platform, so that it can be marked later. */
export const MOST_LETTERS = 3500;
/** Letters of a title, and of an issuer's name. */
export const MOST_TITLE = 200;

/** The text a reader gets: their own language, else the other script, English, Chinese, or whatever there is. */
export function textFor(texts: readonly NoticeText[], locale: string): NoticeText | undefined {
  const sibling = locale === 'zh-TW' ? ['zh-CN'] : locale === 'zh-CN' ? ['zh-TW'] : [];
  const order = [locale, ...sibling, 'en', 'zh-CN', 'zh-TW', ...LOCALES];
  for (const wanted of order) {
    const found = texts.find((text) => text.locale === wanted);
    if (found) return found;
  }
  return texts[0];
}

/**
 * Whether guests' groups of a site may read it: not when it is for some of them only, since a group would read who has
 * which flight, home or illness.
 */
export const isForGroups = (audience: NoticeAudience): boolean =>
  audience.flights.length === 0 &&
  audience.arrivedFrom === null &&
  audience.arrivedTo === null &&
  audience.jurisdictions.length === 0 &&
  audience.languages.length === 0 &&
  audience.care.length === 0 &&
  audience.states.every((state) => state === 'here');
