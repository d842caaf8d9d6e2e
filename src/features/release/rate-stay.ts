/** How somebody was looked after: a rating of the whole stay, and a word on it. */
import type { Turn } from '../../conversation/feature.ts';
import { latinDigits } from '../../domain/digits.ts';
import type { Choice } from '../../domain/message.ts';
import { isPlea } from '../../domain/plea.ts';
import { startsWithWord } from '../../domain/yes-no.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { commentStay, rateStay } from '../../store/releases.ts';
import type { ReleaseDeps } from './index.ts';
import { type Standing, standingOf } from './standing.ts';

/** Later than this (in minutes) words are a new message. */
const ANSWER_WITHIN = 30;
const LENGTH = 2000;
/** Up to this rating somebody was not content. */
const POOR = 2;

/** A pressed rating. */
export async function rateByChoice(
  turn: Turn,
  deps: ReleaseDeps,
  stayId: string | undefined,
  stars: string | undefined,
): Promise<void> {
  const standing = await ownStay(turn, deps, stayId);
  if (!/^[1-5]$/.test(stars ?? '')) throw new UserError('common:error.old-choice');
  await rate(turn, standing, Number(stars));
}

/** A number written after the question; all other words go on as a message. */
export async function answerRating(
  turn: Turn,
  deps: ReleaseDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  turn.expect(undefined);
  const digit = /^([1-5])\s*(?:★|⭐|分|점|点|點|\/\s*5)?[.!。！]?$/u.exec(
    latinDigits(text.normalize('NFKC')),
  )?.[1];
  if (!digit) return false;
  await rate(turn, await ownStay(turn, deps, String(params.stay)), Number(digit));
  return true;
}

/** The word that was asked for; a need, a question and a file go on as a message. */
export async function addComment(
  turn: Turn,
  deps: ReleaseDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  turn.expect(undefined);
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  const isMessage = turn.inbound.media?.length || /[?？؟]/u.test(text) || isPlea(deps.triage(text));
  if (isLate || !text || isMessage) return false;
  const { stay } = await ownStay(turn, deps, String(params.stay));
  if (isSkip(turn, text)) {
    await turn.reply({ text: turn.t(turn.locale, 'care:comment.skipped') });
    return true;
  }
  await commentStay(turn.tx, stay.id, [...text].slice(0, LENGTH).join(''));
  await turn.reply({ text: turn.t(turn.locale, 'care:comment.thanks') });
  return true;
}

/** A pressed Skip. */
export async function skipComment(turn: Turn, deps: ReleaseDeps, stayId: string | undefined): Promise<void> {
  await ownStay(turn, deps, stayId);
  turn.expect(undefined);
  await turn.reply({ text: turn.t(turn.locale, 'care:comment.skipped') });
}

/** Of somebody who was let go, and who is written to in this very chat. */
async function ownStay(turn: Turn, deps: ReleaseDeps, stayId: string | undefined): Promise<Standing> {
  const standing = await standingOf(turn, deps, stayId);
  const { personId } = standing.stay;
  const target = (await deps.people.reach(turn, [personId])).get(personId)?.target;
  const isTheirs = target?.account === turn.inbound.account && target.chat === turn.chat.externalId;
  if (!isTheirs && turn.person?.id !== personId) throw new UserError('common:error.old-choice');
  if (!standing.facts.releasedAt) throw new UserError('common:error.old-choice');
  return standing;
}

async function rate(turn: Turn, { stay, facts }: Standing, rating: number): Promise<void> {
  await rateStay(turn.tx, stay.id, rating);
  addAudit(turn.tx, {
    actor: { role: 'traveller', id: turn.person?.id ?? stay.personId },
    action: 'stay.rate',
    channel: turn.inbound.account,
    now: turn.now,
    before: { rating: facts.rating },
    after: { personId: stay.personId, stayId: stay.id, rating },
  });
  turn.expect('release.comment', { stay: stay.id });
  const { locale, t } = turn;
  const skip: Choice = { id: `staynoword:${stay.id}`, label: t(locale, 'care:button.skip') };
  const thanks = t(locale, rating <= POOR ? 'care:rated.poor' : 'care:rated.well', { rating });
  await turn.reply({ text: `${thanks}\n${t(locale, 'care:comment.ask')}`, choices: [[skip]] });
}

const isSkip = (turn: Turn, text: string): boolean =>
  [turn.locale, 'en'].some((locale) => startsWithWord(text, turn.t(locale, 'care:words.skip')));
