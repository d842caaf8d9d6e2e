/** Which entry answers a question best, for whoever asks it. */
import type { Work } from '../../conversation/feature.ts';
import { CLEARLY, cutWords, ENOUGH, fitOf } from '../../domain/faq.ts';
import { type FaqReader, searchFaq } from '../../store/faq.ts';
import { siteOf } from '../../store/sites.ts';

/** An entry that may answer, by the text that fits best. */
export interface Hit {
  readonly number: number;
  readonly locale: string;
  readonly fit: number;
}

/** What was found, best first. */
export interface Findings {
  readonly hits: readonly Hit[];
  /** The first fits so well, and so much better than any other, that it may be given to somebody who never asked for it. */
  readonly isClear: boolean;
}

/** A text in the reader's own language is preferred to another that fits by so much more. */
const OWN_LANGUAGE = 1.3;
/** The first must fit by so much better than the second. */
const AHEAD = 1.2;

/** Whom entries are looked up for: their site, their home, and which day it is there. */
export async function readerOf(
  work: Pick<Work, 'tx' | 'now'>,
  zone: string,
  siteId: string | null | undefined,
  jurisdiction: string | null | undefined,
): Promise<FaqReader> {
  const site = await siteOf(work.tx, siteId);
  const today = work.now.toZonedDateTimeISO(site?.timeZone ?? zone).toPlainDate();
  return { siteId: site?.id ?? null, jurisdiction: jurisdiction ?? null, today };
}

/** Looks in the reader's language first, then in the others. */
export async function findAnswer(
  work: Pick<Work, 'tx'>,
  words: string,
  of: FaqReader,
  locale: string,
): Promise<Findings> {
  const asked = cutWords(words);
  const { found, total } = await searchFaq(work.tx, asked, of);
  const fits = fitOf(asked, found, total);
  const language = locale.split('-')[0];
  const ranked = found
    .map((text, at) => ({ ...text, fit: fits[at] ?? 0 }))
    .map((text) => ({
      ...text,
      worth: text.fit * (text.locale.split('-')[0] === language ? OWN_LANGUAGE : 1),
    }))
    .filter(({ fit }) => fit >= ENOUGH)
    .sort((a, b) => b.worth - a.worth || b.rank - a.rank);
  const hits = [...new Map(ranked.toReversed().map((hit) => [hit.number, hit])).values()].sort(
    (a, b) => b.worth - a.worth || b.rank - a.rank,
  );
  const [first, second] = hits;
  const isClear = first !== undefined && first.fit >= CLEARLY && first.worth >= AHEAD * (second?.worth ?? 0);
  return { hits, isClear };
}
