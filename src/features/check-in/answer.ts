/** An answer in somebody's own words: what is not understood goes on as a message, and a cry for help always does. */
import type { Turn } from '../../conversation/feature.ts';
import type { Reading } from '../../domain/check-in/reading.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import type { Answerable } from '../../store/check-ins.ts';
import { listAnswerable } from '../../store/check-ins.ts';
import { findSubject } from '../../store/proxies.ts';
import { type CheckInDeps, readerOf } from './deps.ts';
import { type Kept, keepAnswer, type Said } from './keep-answer.ts';
import { firstUnheard, replyKept } from './reply.ts';
import { writtenAt } from './written-at.ts';

/** From this confidence words are a need, besides being an answer. */
const SURE = 0.5;
/** Longer words (in characters) that mean none of this are a message of their own. */
const NOTE = 40;
/** What no question asked for is taken for an answer only where nearly nothing else is said. */
const ASIDE = 20;

/** Takes the answer if the words are one. */
export async function hearAnswer(
  turn: Turn,
  deps: CheckInDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (turn.staff || !turn.person || !text || turn.inbound.media?.length) return false;
  const all = await listAnswerable(turn.tx, turn.person.id);
  const subject = all.find(({ person }) => person.id === params.subject);
  if (!subject) {
    turn.expect(undefined);
    return false;
  }
  const isAside = params.aside === true || turn.session.heard !== undefined;
  if (await hear(turn, deps, subject, text, params.want === 'temp' ? false : isAside)) return true;
  // Something else is being talked of: from now on "no" and "12" may answer that.
  if (turn.session.expect?.answer === 'check-in') turn.expect('check-in', { ...params, aside: true });
  return false;
}

/**
 * Takes what can be nothing else, a temperature or that there are no symptoms, whatever was asked last; once the day's
 * question is answered, only where nearly nothing else is said. Whoever is not here may mean anything by it.
 */
export async function overhear(turn: Turn, deps: CheckInDeps): Promise<boolean> {
  const { inbound, chat, person } = turn;
  const text = inbound.text?.trim() ?? '';
  const isPlain = !inbound.media?.length && !inbound.replyTo && !inbound.edits;
  if (turn.staff || !person || chat.kind !== 'private' || !isPlain) return false;
  if (text.length > SHORT && !LOOKS_MEASURED.test(text)) return false;
  const reading = readerOf(turn.t)(text);
  if (reading.celsius === undefined && (!reading.none || reading.isVague)) return false;
  const all = await listAnswerable(turn.tx, person.id);
  const { speaksFor } = turn.session;
  const spoken = speaksFor && (await findSubject(turn.tx, speaksFor.proxy, person.id));
  const self = all.find((one) => (spoken ? one.person.id === spoken.id : one.isSelf));
  const open = await firstUnheard(turn, deps, all, writtenAt(turn));
  const subject = spoken ? self : (open?.subject ?? self);
  if (!subject?.isHere || BARE.test(text) || (!open && [...reading.rest].length > ASIDE)) return false;
  // The day is answered for, and a medic spoke last: what was measured since is for the medic, of whomever it is.
  if (!open && isWithMedic(turn)) return false;
  return hear(turn, deps, subject, text, true);
}

const isWithMedic = ({ tickets, session }: Turn): boolean =>
  tickets.some(
    ({ id, need, state }) => id === session.heard && need === 'medical' && OPEN_STATES.includes(state),
  );

/** A number without more may be how many bottles somebody wants. */
const BARE = /^\p{Nd}{1,3}$/u;

const LOOKS_MEASURED = /\p{Nd}[.,٫]\p{Nd}|\p{Nd}\s*(?:[°℃℉度도cf]|độ)|[三四]十/iu;
/** Longer words (in characters) are only looked at where a temperature may be among them. */
const SHORT = 60;

const isUnderstood = (reading: Reading): boolean =>
  reading.celsius !== undefined ||
  reading.symptoms.length > 0 ||
  reading.none ||
  reading.well ||
  reading.denies;

/** `isAside`: something else was talked of since the question, which short words may answer. */
async function hear(
  turn: Turn,
  deps: CheckInDeps,
  subject: Answerable,
  text: string,
  isAside: boolean,
): Promise<boolean> {
  const reading = readerOf(turn.t)(text);
  const { urgency, need, confidence } = deps.triage(text);
  const isCry = urgency === 'emergency';
  if (isAside && (reading.isVague || BARE.test(text))) return false;
  if (!isUnderstood(reading)) {
    if (reading.implausible === undefined || isCry || [...reading.rest].length > ASIDE) return false;
    await askAgain(turn, reading.implausible, subject);
    return true;
  }
  const said = saidOf(reading, text);
  const teller = {
    actor: { role: 'traveller', id: turn.person?.id ?? '' },
    channel: turn.inbound.account,
  } as const;
  const kept = await keepAnswer(turn, deps, subject, said, {
    teller,
    tickets: !isCry,
    at: writtenAt(turn),
  });
  if (isCry) return false;
  const isCared = kept.called.some(({ finding }) => finding.need === need);
  const isNeed = need !== 'other' && need !== 'thanks' && confidence >= SURE && !isCared;
  const goesOn = reading.rest !== '' && (isNeed || isLong(reading, kept));
  await replyKept(turn, deps, subject, kept, { isWhole: false, implausible: reading.implausible });
  return !goesOn;
}

const isLong = ({ rest }: Reading, kept: Kept): boolean =>
  kept.called.length === 0 && [...rest].length > NOTE;

const saidOf = (reading: Reading, text: string): Said => ({
  ...(reading.celsius === undefined ? {} : { temperature: reading.celsius }),
  ...(reading.symptoms.length > 0 ? { symptoms: reading.symptoms } : {}),
  ...(reading.none ? { noSymptoms: true } : {}),
  note: reading.rest || reading.denies ? [...text].slice(0, 300).join('') : undefined,
});

async function askAgain(turn: Turn, value: string, subject: Answerable): Promise<void> {
  turn.expect('check-in', { subject: subject.person.id });
  const locale = turn.person?.locale ?? turn.locale;
  await turn.reply({ text: turn.t(locale, 'check-in:temperature.implausible', { value }) });
}
