/** A draft as its author sees it, with what can be done next. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Choice } from '../../domain/message.ts';
import { audienceText } from '../../domain/notice/audience-words.ts';
import { missingLanguages } from '../../domain/notice/write.ts';
import type { NoticeRecord } from '../../store/notices.ts';
import { listSites } from '../../store/sites.ts';

/** Characters of a draft's id that its buttons carry. */
const TAG = 8;

/** A button that belongs to this draft and no other. */
export const draftChoice = ({ id }: Pick<NoticeRecord, 'id'>, what: string, label: string): Choice => ({
  id: `ndraft:${id.slice(-TAG)}:${what}`,
  label,
});

/** Shows what there is of it and what is missing. */
export async function showDraft(turn: Turn, draft: NoticeRecord): Promise<void> {
  const { t, locale } = turn;
  const say = (key: string, params: object = {}): string =>
    t(locale, `staff-notices:draft.${key}`, { ...params });
  const titles = draft.texts.map(
    ({ locale: one, title }) => `• ${languageName(one, locale)}: ${isolate(title)}`,
  );
  const missing = missingLanguages(draft.texts).map((one) => languageName(one, locale));
  const text = [
    say('head', { issuer: isolate(draft.issuer) }),
    ...(draft.replaces === null ? [] : [say('replaces', { number: draft.replaces })]),
    ...(titles.length > 0 ? [say('texts'), ...titles] : []),
    ...(titles.length > 0 && missing.length > 0 ? [say('missing', { languages: missing.join(', ') })] : []),
    ...(draft.attachments.length > 0 ? [say('attachments', { count: draft.attachments.length })] : []),
    say('for', { audience: audienceText(draft.audience, await listSites(turn.tx), locale, t) }),
    '',
    say(titles.length > 0 ? 'next' : 'ask-text'),
  ].join('\n');
  const button = (what: string, key: string): Choice[] => [
    draftChoice(draft, what, t(locale, `staff-notices:button.${key}`)),
  ];
  const choices = [
    button('for', 'audience'),
    ...(titles.length > 0 ? [button('preview', 'preview')] : []),
    button('drop', 'drop'),
  ];
  await turn.reply({ text, choices });
}
