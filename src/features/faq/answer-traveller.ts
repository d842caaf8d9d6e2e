/** `/faq`: a traveller asks, or looks at what others found useful. Answers go to the private chat. */
import type { Turn } from '../../conversation/feature.ts';
import { withoutNumbers } from '../../domain/faq.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { isRestricted } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { type FaqEntry, type FaqReader, findHolding, listUseful } from '../../store/faq.ts';
import { noteMiss } from '../../store/faq-misses.ts';
import { findAnswer, readerOf } from './find-answer.ts';
import type { FaqDeps } from './index.ts';
import { keepWords, keptWords } from './kept-words.ts';
import { questionOf, writeAnswer } from './write-answer.ts';

/** Buttons of the menu, and of what else fits. */
const MOST_USEFUL = 6;
const MOST_OTHERS = 2;
/** Characters of a button's label. */
const LABEL = 60;

const localeOf = (turn: Turn): string => (turn.staff ? turn.locale : (turn.person?.locale ?? turn.locale));

const readerHere = (turn: Turn, { zone }: Pick<FaqDeps, 'zone'>): Promise<FaqReader> =>
  readerOf(turn, zone, turn.person?.siteId ?? turn.chat.siteId, turn.person?.jurisdiction);

/** Nothing, a number, or words. What sounds like more than a question goes to a person at once. */
export async function answerTraveller(turn: Turn, deps: FaqDeps, args: string): Promise<void> {
  if (!args) return offerUseful(turn, deps);
  const number = /^[#＃]?(\d{1,6})$/u.exec(args.normalize('NFKC'))?.[1];
  if (number) return inPrivate(turn, await shown(turn, deps, Number(number), undefined));
  const reading = deps.triage(args);
  if (reading.urgency === 'emergency' || isRestricted(reading.need)) {
    await deps.ask(turn, args);
    return;
  }
  await inPrivate(turn, await answered(turn, deps, args));
}

/** The entries that helped most people, as buttons. */
export async function offerUseful(turn: Turn, deps: Pick<FaqDeps, 'zone'>): Promise<void> {
  const locale = localeOf(turn);
  const entries = await listUseful(turn.tx, await readerHere(turn, deps), locale, MOST_USEFUL);
  const key = entries.length > 0 ? 'faq:menu' : 'faq:menu.empty';
  const choices = entries.flatMap((entry) => buttonOf(entry, locale));
  await inPrivate(turn, { text: turn.t(locale, key), choices });
}

/** A pressed question; the words that led to it are kept under the key, if any. */
export async function showByChoice(
  turn: Turn,
  deps: Pick<FaqDeps, 'zone'>,
  [number, key]: readonly string[],
): Promise<void> {
  if (!/^\d{1,6}$/.test(number ?? '')) throw new UserError('common:error.old-choice');
  await inPrivate(turn, await shown(turn, deps, Number(number), key));
}

async function shown(
  turn: Turn,
  deps: Pick<FaqDeps, 'zone'>,
  number: number,
  key: string | undefined,
): Promise<Content> {
  const entry = await findHolding(turn.tx, number, await readerHere(turn, deps));
  const text = entry && writeAnswer(turn, localeOf(turn), entry);
  if (!entry || !text) throw new UserError('faq:error.not-in-force', { number });
  const kept = keptWords(turn).find((one) => one.key === key);
  const words = kept?.words ?? questionOf(entry, localeOf(turn)) ?? '';
  const known = kept?.key ?? String(turn.inboundId);
  if (!kept) keepWords(turn, { key: known, words });
  return withButtons(turn, text, entry.number, known, []);
}

async function answered(turn: Turn, deps: FaqDeps, words: string): Promise<Content> {
  const locale = localeOf(turn);
  const reader = await readerHere(turn, deps);
  const key = String(turn.inboundId);
  keepWords(turn, { key, words });
  const { hits } = await findAnswer(turn, words, reader, locale);
  const entries: FaqEntry[] = [];
  for (const { number } of hits.slice(0, 1 + MOST_OTHERS)) {
    const entry = await findHolding(turn.tx, number, reader);
    if (entry) entries.push(entry);
  }
  const [best, ...others] = entries;
  const text = best && writeAnswer(turn, locale, best, hits[0]?.locale);
  if (!best || !text) return missed(turn, words, reader, key);
  const rows = others.flatMap((entry) => buttonOf(entry, locale, key));
  return withButtons(turn, text, best.number, key, rows);
}

/** Nothing fits: staff see that it was asked, and a person is one tap away. */
async function missed(turn: Turn, words: string, reader: FaqReader, key: string): Promise<Content> {
  const locale = localeOf(turn);
  const person = await turn.ensurePerson();
  noteMiss(
    turn.tx,
    { question: withoutNumbers(words), locale, siteId: reader.siteId, personId: person.id, ticketId: null },
    turn.now,
  );
  return { text: turn.t(locale, 'faq:nothing'), choices: [[askButton(turn, key)]] };
}

function withButtons(
  turn: Turn,
  text: string,
  number: number,
  key: string,
  others: readonly Choice[][],
): Content {
  const helped = { id: `faqhelped:${number}`, label: turn.t(localeOf(turn), 'faq:button.helped') };
  return { text, choices: [[helped], [askButton(turn, key)], ...others] };
}

const askButton = (turn: Turn, key: string): Choice => ({
  id: `faqask:${key}`,
  label: turn.t(localeOf(turn), 'faq:button.person'),
});

function buttonOf(entry: FaqEntry, locale: string, key?: string): Choice[][] {
  const question = questionOf(entry, locale);
  if (!question) return [];
  const letters = [...question];
  const label = letters.length > LABEL ? `${letters.slice(0, LABEL - 1).join('')}…` : question;
  return [[{ id: `faqshow:${entry.number}${key ? `:${key}` : ''}`, label }]];
}

/** A group only learns where the answer is. */
async function inPrivate(turn: Turn, content: Content): Promise<void> {
  if (turn.chat.kind === 'private') return turn.reply(content);
  const target = turn.privateTarget();
  if (target) await turn.say(target, content, { key: `faq:${turn.inboundId}` });
  const link = turn.capabilities(turn.inbound.account)?.deepLink?.('faq-questions');
  const key = target ? 'sent' : link ? 'link' : 'open-private';
  await turn.reply({ text: turn.t(localeOf(turn), `faq:group.${key}`, { link: link ?? '' }) });
}
