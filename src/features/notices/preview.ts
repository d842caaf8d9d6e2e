/** What a notice will be, before anybody gets it: how it reads in each language, and how many it is for. */
import type { Work } from '../../conversation/feature.ts';
import { type Actor, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import { audienceText } from '../../domain/notice/audience-words.ts';
import { writeNotice } from '../../domain/notice/write.ts';
import { isForGroups, type NoticeAudience, textFor } from '../../domain/notice.ts';
import { type AudienceCount, countAudience } from '../../store/notice-audience.ts';
import { listGuestGroups } from '../../store/notice-sending.ts';
import type { NoticeRecord } from '../../store/notices.ts';
import { listSites } from '../../store/sites.ts';
import type { NoticeDeps } from './index.ts';
import { headOf } from './send-notice.ts';

/** Who reads a preview. */
export interface PreviewReader {
  readonly actor: Actor;
  readonly locale: string;
}

/** A preview as messages. */
export interface Preview {
  /** The notice in each of its languages, as its readers get it. */
  readonly texts: readonly string[];
  readonly summary: string;
}

/** Illnesses that few may know of: names of such an audience are for them only. */
export const isConfidential = (audience: NoticeAudience): boolean => audience.care.includes('depression');

/** Writes it for one reader. */
export async function previewOf(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  reader: PreviewReader,
): Promise<Preview> {
  const texts = notice.texts.map(({ locale }) => {
    const written = writeNotice(headOf(notice, work.now, deps.zone), notice.texts, locale, work.t);
    return `【${languageName(locale, reader.locale)}】\n${written.text}`;
  });
  return { texts, summary: await summaryOf(work, deps, notice, reader) };
}

async function summaryOf(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  { actor, locale }: PreviewReader,
): Promise<string> {
  const { t, tx } = work;
  const count = await countAudience(tx, notice.id, deps.zone);
  const groups = isForGroups(notice.audience) ? await listGuestGroups(tx, notice.audience.sites) : [];
  const mayName = !isConfidential(notice.audience) || can(actor, 'ticket.read-restricted');
  const sample = count.sample.map(({ name, room }) => [isolate(name ?? '?'), room].filter(Boolean).join(' '));
  const say = (key: string, params: object): string =>
    t(locale, `staff-notices:preview.${key}`, { ...params });
  return [
    say('issuer', { issuer: isolate(notice.issuer) }),
    ...(notice.replaces === null ? [] : [say('replaces', { number: notice.replaces })]),
    say('audience', { audience: audienceText(notice.audience, await listSites(tx), locale, t) }),
    say('people', { count: count.people }),
    say('reached', { count: count.reached, missing: count.people - count.reached }),
    ...(groups.length > 0 ? [say('groups', { count: groups.length })] : []),
    ...(mayName && sample.length > 0 ? [say('sample', { names: sample.join(', ') })] : []),
    ...(notice.attachments.length > 0 ? [say('attachments', { count: notice.attachments.length })] : []),
    ...languageLines(work, notice, count, deps.locale, locale),
  ].join('\n');
}

/** Who reads a language that has no text, and what they get instead. */
function languageLines(
  { t }: Work,
  notice: NoticeRecord,
  { languages }: AudienceCount,
  fallback: string,
  locale: string,
): string[] {
  const missing = languages.flatMap(({ locale: read, people }) => {
    const text = textFor(notice.texts, read ?? fallback);
    if (!text || text.locale === (read ?? fallback)) return [];
    const language = read ? languageName(read, locale) : t(locale, 'staff-notices:preview.unknown-language');
    const params = { language, instead: languageName(text.locale, locale), count: people };
    return [`• ${t(locale, 'staff-notices:preview.instead', params)}`];
  });
  return missing.length > 0 ? [t(locale, 'staff-notices:preview.missing'), ...missing] : [];
}
