/** Colleagues say who somebody is who wrote by themselves. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { type ClaimRecord, decideClaim, findClaim, listClaims } from '../../store/identity-claims.ts';
import { findPerson } from '../../store/people.ts';
import { isRegistered, listAccountsOf } from '../../store/person-accounts.ts';
import { attachAccount } from './attach-account.ts';
import type { OnboardingDeps } from './deps.ts';
import { claimContent } from './show-claim.ts';
import { welcomeText } from './welcome.ts';

/** Claims shown at once. */
const SHOWN = 5;

/** `/identity`: what is still to be settled; `/identity 3 no` and `/identity 3 1` settle it by words. */
export async function identityByWords(turn: Turn, deps: OnboardingDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  if (!args) return showClaims(turn);
  const [, number, word = ''] = /^[#＃]?(\d{1,9})(?:\s+(\S+))?$/u.exec(args.normalize('NFKC')) ?? [];
  if (!number) throw new UserError('staff-onboarding:usage.identity');
  const claim = await openClaim(turn, number);
  if (!word) return showOne(turn, claim);
  const isNo = ['no', '0', '否', '不是'].includes(word.toLowerCase());
  const at = ['yes', '是'].includes(word.toLowerCase()) ? 1 : Number(word);
  if (isNo) return refuseClaim(turn, deps, number);
  await confirmClaim(turn, deps, number, claim.candidates[at - 1]?.personId);
}

async function showClaims(turn: Turn): Promise<void> {
  const claims = await listClaims(turn.tx, SHOWN);
  if (claims.length === 0) return turn.reply({ text: turn.t(turn.locale, 'staff-onboarding:claims.none') });
  for (const claim of claims) await showOne(turn, claim);
}

async function showOne(turn: Turn, claim: ClaimRecord): Promise<void> {
  await turn.reply((await claimContent(turn, claim))(turn.locale));
}

/** It is this one of the roster: what they wrote is theirs, and they are greeted by name. */
export async function confirmClaim(
  turn: Turn,
  deps: OnboardingDeps,
  number: string | undefined,
  personId: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  const { tx, now, actor, inbound, inboundId } = turn;
  const claim = await openClaim(turn, number);
  if (!claim.candidates.some((one) => one.personId === personId))
    throw new UserError('common:error.old-choice');
  const to = await deps.people.byId(turn, personId);
  const from = await findPerson(tx, claim.claimantId);
  if (!from || (await isRegistered(tx, from.id))) throw new UserError('staff-onboarding:error.registered');
  const decision = { state: 'confirmed', personId: to.id, by: actor.id } as const;
  if (!(await decideClaim(tx, claim.id, decision, now))) throw settled(claim);
  const own = await listAccountsOf(tx, from.id);
  const newest = own.find(({ chat }) => chat !== null);
  const at = newest?.chat ? { account: newest.account, chat: newest.chat } : undefined;
  const { person } = await attachAccount(turn, deps, {
    from,
    to,
    at,
    how: 'staff',
    actor,
    channel: inbound.account,
    inboundId,
  });
  await greet(turn, deps, person.id, inboundId);
  const text = turn.t(turn.locale, 'staff-onboarding:claim.confirmed', {
    number: claim.number,
    person: await deps.people.describe(turn, person),
  });
  await turn.reply({ text });
}

async function greet(turn: Turn, deps: OnboardingDeps, personId: string, inboundId: bigint): Promise<void> {
  const person = await findPerson(turn.tx, personId);
  const reach = (await deps.people.reach(turn, [personId])).get(personId);
  if (!person || !reach || reach.isSpeaker) return;
  const content = await welcomeText(turn, reach.locale, person, reach.target.account);
  await turn.say(reach.target, content, { key: `welcome:${inboundId}` });
}

/** It is none of them: they stay who they were, and nobody is asked again for the same reasons. */
export async function refuseClaim(
  turn: Turn,
  deps: OnboardingDeps,
  number: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  const { tx, now, actor, inbound } = turn;
  const claim = await openClaim(turn, number);
  const decision = { state: 'refused', personId: null, by: actor.id } as const;
  if (!(await decideClaim(tx, claim.id, decision, now))) throw settled(claim);
  const after = { personId: claim.claimantId, number: claim.number };
  addAudit(tx, { actor, action: 'person.claim-refused', now, channel: inbound.account, after });
  await turn.reply({ text: turn.t(turn.locale, 'staff-onboarding:claim.refused', { number: claim.number }) });
}

async function openClaim(turn: Turn, number: string | undefined): Promise<ClaimRecord> {
  const claim = /^\d{1,9}$/.test(number ?? '') ? await findClaim(turn.tx, Number(number)) : undefined;
  if (!claim) throw new UserError('staff-onboarding:error.no-claim', { number: number ?? '?' });
  if (claim.state !== 'asked') throw settled(claim);
  return claim;
}

/** A colleague was first, or they have used a code since. */
const settled = ({ number, state }: ClaimRecord): UserError =>
  new UserError('staff-onboarding:error.settled', {
    number,
    state: `staff-onboarding:state.${state === 'refused' ? 'refused' : 'confirmed'}`,
  });
