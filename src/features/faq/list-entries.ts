/** `/faq list`: what entries there are, and those of them that words lead to. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { findEntry, listEntries } from '../../store/faq.ts';
import { entryLine } from './describe-entry.ts';
import { findAnswer, readerOf } from './find-answer.ts';
import type { FaqDeps } from './index.ts';

const PAGE = 10;
const MOST_FOUND = 5;

/** One page, newest first. */
export async function showPage(turn: Turn, deps: FaqDeps, page: number): Promise<void> {
  if (!Number.isInteger(page) || page < 0 || page > 100_000) throw new UserError('common:error.old-choice');
  const { entries, total } = await listEntries(turn.tx, page * PAGE, PAGE);
  const { t, locale } = turn;
  if (total === 0) return turn.reply({ text: t(locale, 'staff-faq:list.none') });
  const lines = [
    t(locale, 'staff-faq:list.head', { count: total }),
    ...entries.map((one) => entryLine(turn, deps, one)),
  ];
  const more = { id: `faqpage:${page + 1}`, label: t(locale, 'staff-faq:button.more') };
  await turn.reply({ text: lines.join('\n'), choices: (page + 1) * PAGE < total ? [[more]] : [] });
}

/** What travellers without a site would be told in answer to these words, best first. */
export async function searchForStaff(turn: Turn, deps: FaqDeps, words: string): Promise<void> {
  const reader = await readerOf(turn, deps.zone, turn.chat.siteId, undefined);
  const { hits } = await findAnswer(turn, words, reader, turn.locale);
  const lines: string[] = [];
  for (const { number } of hits.slice(0, MOST_FOUND)) {
    const entry = await findEntry(turn.tx, number);
    if (entry) lines.push(entryLine(turn, deps, entry));
  }
  const { t, locale } = turn;
  const text =
    lines.length > 0 ? [t(locale, 'staff-faq:found'), ...lines] : [t(locale, 'staff-faq:found.none')];
  await turn.reply({ text: text.join('\n') });
}
