/** `/enter WHO NEED URGENCY: WORDS`: a ticket for somebody whom a colleague, or another program, saw in need. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { NEEDS, type Need, URGENCIES, type Urgency } from '../../domain/need.ts';
import { UserError } from '../../errors.ts';
import type { PersonRecord } from '../../store/records.ts';
import type { IntegrationDeps } from './index.ts';

interface Wish {
  readonly who: string;
  readonly need: Need;
  readonly urgency: Urgency;
  readonly words: string;
}

/** Opens it, or asks who is meant. */
export async function enterTicket(turn: Turn, deps: IntegrationDeps, args: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'ticket.enter');
  const wish = readWish(turn, args);
  if (!wish) throw new UserError('staff:error.usage', { usage: 'staff-api:usage.enter' });
  const { who, ...rest } = wish;
  const person = await deps.people.pick(turn, who, 'enterfor', JSON.stringify(rest));
  if (person) await open(turn, deps, person, rest);
}

/** The button of whoever was meant. */
export async function chosenPerson(
  turn: Turn,
  deps: IntegrationDeps,
  personId: string | undefined,
): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'ticket.enter');
  const { person, rest } = await deps.people.chosen(turn, 'enterfor', personId);
  await open(turn, deps, person, JSON.parse(rest));
}

async function open(
  turn: Turn,
  { people }: IntegrationDeps,
  person: PersonRecord,
  { need, urgency, words }: Omit<Wish, 'who'>,
): Promise<void> {
  const { actor, inbound, inboundId, t, locale } = turn;
  const found = { person, need, urgency, summary: words, actor, channel: inbound.account, inboundId };
  const ticket = await people.open(turn, found);
  const text = t(locale, 'staff-api:entered', {
    number: ticket.number,
    need: ticket.restricted && turn.chat.kind === 'group' ? '🔒' : t(locale, `common:need.${ticket.need}`),
    urgency: t(locale, `common:urgency.${ticket.urgency}`),
  });
  await turn.reply({ text }, { ticketId: ticket.id });
}

/** The last one or two words before the first colon are the need and the urgency, in a language of staff. */
function readWish(turn: Turn, args: string): Wish | undefined {
  const [, head = '', words = ''] = /^([^:：]+)[:：]\s*([\s\S]+)$/u.exec(args) ?? [];
  const parts = head.trim().split(/\s+/);
  const named = <T extends string>(known: readonly T[], kind: string, word: string | undefined) =>
    known.find((one) => one === word?.toLowerCase() || isCalled(turn, `common:${kind}.${one}`, word));
  const urgency = named(URGENCIES, 'urgency', parts.at(-1));
  if (urgency) parts.pop();
  const need = named(NEEDS, 'need', parts.pop());
  const who = parts.join(' ');
  return need && who && words.trim() ? { who, need, urgency: urgency ?? 'normal', words } : undefined;
}

const isCalled = ({ t }: Turn, key: string, word: string | undefined): boolean =>
  STAFF_LOCALES.some((locale) => t(locale, key).toLowerCase() === word?.toLowerCase());
