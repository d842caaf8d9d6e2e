/** One difference between a declaration and the roster: what is true, or that it was declared falsely. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { careDeclared } from '../../domain/declaration/differences.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { setCare } from '../../store/care.ts';
import {
  correctRoster,
  type DifferenceRecord,
  findDifference,
  settleDifference,
  VERDICTS,
  type Verdict,
} from '../../store/declaration-differences.ts';
import { findDeclaration } from '../../store/declarations.ts';
import { findPerson } from '../../store/people.ts';
import { listOpenOf } from '../../store/proxies.ts';
import { findStay } from '../../store/stays.ts';
import type { DeclarationDeps } from './index.ts';

/** Longest note, in characters. */
const NOTE = 500;
/** Fields whose values few may read. */
const SENSITIVE: readonly string[] = ['documentNumber', 'care'];
/** Fields whose values are no group's business. */
const PRIVATE: readonly string[] = [...SENSITIVE, 'birthDate', 'contactOn'];
/** What release dates are counted from, or by whose rules. */
const COUNTED: readonly string[] = ['entryOn', 'contactOn', 'jurisdiction'];

/** What was declared, what the roster says, and the three verdicts. */
export async function showDifference(turn: Turn, deps: DeclarationDeps, number: number): Promise<void> {
  const difference = await openOne(turn, deps, number);
  const { t, locale } = turn;
  const say = (key: string, params = {}) => t(locale, `staff-declaration:${key}`, params);
  const { field, declared, roster, name, room, site } = difference;
  const value = (text: string | null): string => valueText(turn, field, text);
  const signedAt = Temporal.Instant.fromEpochMilliseconds(difference.signedAt.getTime());
  const text = [
    [`D${number}`, isolate(name ?? '?'), room, site && isolate(site)].filter(Boolean).join(' · '),
    say('show', {
      field: say(`field.${field}`),
      at: shortTime(signedAt, turn.now, deps.zone),
      declared: value(declared),
      roster: value(roster),
    }),
  ].join('\n');
  const choices = VERDICTS.map((verdict): Choice[] => [
    {
      id: verdict === 'false' ? `declfalse:${number}` : `declgo:${number}:${verdict}`,
      label: say(`button.${verdict}`),
    },
  ]);
  await turn.reply({ text, choices });
}

/** Care is kept as its kind and a day; kinds of papers have names. */
function valueText({ t, locale }: Turn, field: string, text: string | null): string {
  if (text === null) return t(locale, 'staff-declaration:nothing');
  if (field === 'documentType') return t(locale, `declaration:option.${text}`, { defaultValue: text });
  if (field !== 'care') return isolate(text);
  const [kind, date] = text.split(' ');
  return [t(locale, `staff-special:kind.${kind}`), date].filter(Boolean).join(' ');
}

/** The difference, if it is open and may be seen here by whoever acts. */
async function openOne(turn: Turn, deps: DeclarationDeps, number: number): Promise<DifferenceRecord> {
  const found =
    Number.isInteger(number) && number < 2 ** 31 ? await findDifference(turn.tx, number) : undefined;
  if (!found) throw new UserError('staff-declaration:error.no-difference', { number });
  if (SENSITIVE.includes(found.field)) assertCan(turn.actor, 'person.read-numbers');
  if (PRIVATE.includes(found.field) && turn.chat.kind === 'group')
    throw new UserError('staff-declaration:error.private');
  if (found.state !== 'open') throw settledBefore(turn, deps, found);
  return found;
}

function settledBefore(turn: Turn, { zone }: DeclarationDeps, found: DifferenceRecord): UserError {
  const at = found.verifiedAt ? Temporal.Instant.fromEpochMilliseconds(found.verifiedAt.getTime()) : turn.now;
  return new UserError('staff-declaration:error.settled', {
    number: found.number,
    name: found.verifiedBy ?? '?',
    at: shortTime(at, turn.now, zone),
    verdict: `staff-declaration:verdict.${found.state}`,
  });
}

/** One of the first two buttons; a false declaration needs words. */
export async function settleByButton(
  turn: Turn,
  deps: DeclarationDeps,
  [number, word]: readonly string[],
): Promise<void> {
  const verdict = VERDICTS.find((one) => one === word);
  if (!verdict) throw new UserError('common:error.old-choice');
  await settleByWords(turn, deps, Number(number), verdict, '');
}

/** Asks what was found out; in a group the words come with the command. */
export async function askForNote(turn: Turn, number: number): Promise<void> {
  if (turn.chat.kind === 'group') throw new UserError('staff-declaration:error.note', { number });
  turn.expect('declaration.note', { number });
  await turn.reply({ text: turn.t(turn.locale, 'staff-declaration:ask-note', { number }) });
}

/** The words behind a false declaration; what quotes or changes a message is for whoever that is about. */
export async function takeNote(
  turn: Turn,
  deps: DeclarationDeps,
  text: string,
  { number }: Record<string, unknown>,
): Promise<boolean> {
  const isForOthers = turn.inbound.replyTo !== undefined || turn.inbound.edits !== undefined;
  if (!turn.staff || !text || isForOthers || typeof number !== 'number') return false;
  turn.expect(undefined);
  await settleByWords(turn, deps, number, 'false', text);
  return true;
}

/** Records the verdict, with who verified and when; the roster is corrected where the declaration is true. */
export async function settleByWords(
  turn: Turn,
  deps: DeclarationDeps,
  number: number,
  verdict: Verdict,
  words: string,
): Promise<void> {
  const { tx, now, actor, t, locale } = turn;
  assertCan(actor, 'declaration.verify');
  const difference = await openOne(turn, deps, number);
  const note = words.trim() || null;
  if (verdict === 'false' && !note) throw new UserError('staff-declaration:error.note', { number });
  if (note && [...note].length > NOTE) throw new UserError('staff-declaration:error.long', { most: NOTE });
  if (!(await settleDifference(tx, difference.id, { verdict, note, by: actor.id, now }))) {
    throw settledBefore(turn, deps, (await findDifference(tx, number)) ?? difference);
  }
  const { field } = difference;
  const channel = turn.inbound.account;
  const after = { number, field, verdict };
  addAudit(tx, { actor, action: 'declaration.verify', channel, now, after });
  if (verdict === 'declared') await believe(turn, difference);
  await turn.reply({ text: t(locale, `staff-declaration:settled.${verdict}`, { number }) });
}

/** What was declared is what we know from now on. */
async function believe(turn: Turn, difference: DifferenceRecord): Promise<void> {
  const { tx, actor } = turn;
  const { personId, declarationId, field } = difference;
  if (field === 'care') {
    const declaration = await findDeclaration(tx, declarationId);
    const flag = declaration?.form && careDeclared(declaration.form, declaration.answers);
    if (!flag) return;
    await setCare(tx, personId, [flag]);
    return tellOfChange(turn, personId);
  }
  const stay = await findStay(tx, personId);
  await correctRoster(tx, personId, stay?.id, { ...difference, field });
  if (stay && COUNTED.includes(field)) await turn.emit({ type: 'stays.changed', stayIds: [stay.id], actor });
  if (field === 'name') await tellOfChange(turn, personId);
}

/** Cards show what is known of them now. */
async function tellOfChange(turn: Turn, personId: string): Promise<void> {
  const person = await findPerson(turn.tx, personId);
  if (!person) return;
  const tickets = await listOpenOf(turn.tx, [personId]);
  await turn.emit({ type: 'profile.changed', person, tickets, inboundId: turn.inboundId });
}
