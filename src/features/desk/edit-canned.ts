/** `/canned`: what answers there are, and setting the team's own. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { LOCALES, matchLocale } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { addAudit } from '../../store/audit.ts';
import { listCannedTexts, setCannedText } from '../../store/canned.ts';
import type { TicketRecord } from '../../store/records.ts';
import { answerInPlace } from './answer-in-place.ts';
import { cannedNames, findCanned, textsOf } from './canned-texts.ts';
import { usageError } from './pick-ticket.ts';
import { travellerLocale } from './relay.ts';

/** Lists all names, shows one in every language, or sets one: `/canned NAME [LOCALE] text`. */
export async function canned(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'ticket.reply');
  const [, word = '', rest = ''] = /^!?(\S*)\s*([\s\S]*)$/u.exec(args) ?? [];
  const name = word.toLowerCase();
  if (!name) return listAll(turn);
  if (!rest) return showOne(turn, name);
  if (!/^[a-z0-9-]{2,32}$/.test(name)) throw usageError('canned');
  await setOne(turn, name, rest);
}

/** The Canned button: a button for each answer, as the traveller would read it. */
export async function chooseCanned(turn: Turn, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.reply');
  const wanted = await travellerLocale(turn, ticket);
  const choices: Choice[][] = [];
  for (const name of await cannedNames(turn)) {
    const { text } = await findCanned(turn, name, turn.locale);
    choices.push([{ id: `cannedsend:${ticket.number}:${name}`, label: shorten(text, 40) }]);
  }
  const text = turn.t(turn.locale, 'staff:ask.canned', { number: ticket.number, locale: wanted });
  await answerInPlace(turn, ticket, text, { choices });
}

async function listAll(turn: Turn): Promise<void> {
  const lines: string[] = [];
  for (const name of await cannedNames(turn)) {
    const { text } = await findCanned(turn, name, turn.locale);
    lines.push(`!${name}: ${shorten(text, 80)}`);
  }
  await turn.reply({ text: [turn.t(turn.locale, 'staff:canned.title'), ...lines].join('\n') });
}

async function showOne(turn: Turn, name: string): Promise<void> {
  await findCanned(turn, name, turn.locale);
  const texts = await textsOf(turn, name);
  const lines = LOCALES.flatMap((locale) => (texts.has(locale) ? [`${locale}: ${texts.get(locale)}`] : []));
  await turn.reply({ text: [`!${name}`, ...lines].join('\n') });
}

async function setOne(turn: Turn, name: string, rest: string): Promise<void> {
  assertCan(turn.actor, 'canned.edit');
  const [, tag = '', after = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(rest) ?? [];
  const named = LOCALES.find((locale) => locale.toLowerCase() === tag.toLowerCase());
  const locale = named ?? matchLocale(turn.locale) ?? 'en';
  const text = named ? after : rest;
  if (!text) throw usageError('canned');
  const was = (await listCannedTexts(turn.tx)).find((one) => one.name === name && one.locale === locale);
  await setCannedText(turn.tx, { name, locale, text });
  const { actor, now, inbound } = turn;
  // An answer of the team's own making is no message of anybody's: the record keeps it, so that it can be put back.
  const change = { before: { answer: was?.text ?? null }, after: { name, locale, answer: text } };
  addAudit(turn.tx, { actor, action: 'canned.edit', channel: inbound.account, now, ...change });
  await turn.reply({ text: turn.t(turn.locale, 'staff:canned.set', { name, locale }) });
}

function shorten(text: string, length: number): string {
  const characters = [...text.replace(/\s+/gu, ' ')];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
