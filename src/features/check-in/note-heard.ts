/** `/heard 1203: 36.6 no symptoms`: what somebody said on the phone, or at their door. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import type { PersonRecord } from '../../store/records.ts';
import { type CheckInDeps, readerOf } from './deps.ts';
import { keepAnswer, type Said } from './keep-answer.ts';
import { conditionText } from './question.ts';
import { writtenAt } from './written-at.ts';

/** Notes it for the person who is named before the colon; several of that name are offered. */
export async function noteHeard(turn: Turn, deps: CheckInDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'check-in.read');
  deps.desk.assertAmongStaff(turn);
  const [, who, words] = /^([^:：]+)[:：]\s*(.+)$/su.exec(args.trim()) ?? [];
  if (!who || !words) throw new UserError('staff-check-in:usage.heard');
  readWords(turn, words);
  const person = await deps.people.pick(turn, who, 'heard', words);
  if (person) await note(turn, deps, person, words);
}

/** The button of one of several people. */
export async function noteHeardOf(turn: Turn, deps: CheckInDeps, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'check-in.read');
  deps.desk.assertAmongStaff(turn);
  const { person, rest } = await deps.people.chosen(turn, 'heard', id);
  await note(turn, deps, person, rest);
}

function readWords(turn: Turn, words: string): Said {
  const reading = readerOf(turn.t)(words);
  const { celsius, implausible, symptoms, none, well, denies, rest } = reading;
  if (celsius === undefined && implausible !== undefined) {
    throw new UserError('staff-check-in:error.implausible', { value: implausible });
  }
  const isUnderstood = celsius !== undefined || symptoms.length > 0 || none || well || denies;
  if (!isUnderstood) throw new UserError('staff-check-in:error.words', { words });
  return {
    ...(celsius === undefined ? {} : { temperature: celsius }),
    ...(symptoms.length > 0 ? { symptoms } : {}),
    ...(none ? { noSymptoms: true } : {}),
    note: rest || denies ? [...words].slice(0, 300).join('') : undefined,
  };
}

async function note(turn: Turn, deps: CheckInDeps, person: PersonRecord, words: string): Promise<void> {
  const { tx, now, actor, inbound, t, locale } = turn;
  const said = readWords(turn, words);
  const teller = { actor, channel: inbound.account };
  const subject = { person, siteId: person.siteId };
  const { condition, called } = await keepAnswer(turn, deps, subject, said, { teller, at: writtenAt(turn) });
  const after = { personId: person.id };
  addAudit(tx, { actor, action: 'check-in.enter', now, channel: inbound.account, after });
  const who = await deps.people.describe(turn, person);
  // A group may not learn whose confidential ticket a number is.
  const isPrivate = turn.chat.kind === 'private';
  const mayRead = isPrivate && can(actor, 'ticket.read-restricted');
  const what = mayRead ? conditionText({ t, locale }, condition) : undefined;
  const lines = [
    what
      ? t(locale, 'staff-check-in:heard.values', { who, what })
      : t(locale, 'staff-check-in:heard.noted', { who }),
  ];
  const numbers = called.map(({ ticket }) => `#${ticket.number}`).join(', ');
  if (isPrivate && numbers) lines.push(t(locale, 'staff-check-in:heard.ticket', { numbers }));
  await turn.reply({ text: lines.join('\n') });
}
