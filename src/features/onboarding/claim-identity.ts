/**
 * Somebody wrote by themselves and gave a name and a room: the roster may know them. Nobody becomes anybody by that;
 * colleagues are asked. Why a document's number is enough where it is: docs/decisions/0020-who-somebody-is.md.
 */
import type { Turn, Work } from '../../conversation/feature.ts';
import { type Candidate, likelyPeople, nameLikeness, SAME_NAME } from '../../domain/onboarding/likeness.ts';
import { readNumber } from '../../domain/onboarding/number.ts';
import { rosterKeys } from '../../domain/roster/match.ts';
import { assertMayTry, noteWrongTry } from '../../domain/wrong-tries.ts';
import { UserError } from '../../errors.ts';
import {
  askClaim,
  countClaimsOn,
  findRostered,
  hasRoster,
  lastClaim,
  type RosteredPerson,
} from '../../store/identity-claims.ts';
import { isRegistered, listAccountsOf } from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import { once } from '../../store/transaction.ts';
import { attachAccount } from './attach-account.ts';
import type { OnboardingDeps } from './deps.ts';
import { claimContent } from './show-claim.ts';
import { tellTeamOf } from './tell-team.ts';
import { welcome } from './welcome.ts';

/** Numbers somebody may try; after that only colleagues can help. */
const NUMBERS = 3;
/** With this many others who say within a day that they are one person, no number is enough any more. */
const RIVALS = 3;
/** Seconds after which somebody is told that they can be found on the roster: other questions come first. */
const AFTER_SECONDS = 3;

/** Looks somebody up whose name or room became known. */
export async function lookForThem(work: Work, deps: OnboardingDeps, person: PersonRecord): Promise<void> {
  const { tx } = work;
  if (!person.name || !person.room) return;
  if (!(await once(tx, 'has-roster', () => hasRoster(tx)))) return;
  if (await isRegistered(tx, person.id)) return;
  if ((await listAccountsOf(tx, person.id)).length === 0) return;
  await offerNumber(work, deps, person);
  const rostered = await findRostered(tx, saidBy(person));
  await askTeam(work, deps, person, likelyPeople(person, rostered));
}

const saidBy = ({ id, name, room, siteId }: PersonRecord) => ({ personId: id, name, room, siteId });

/** The same to everybody: whether the roster has such a person is not told. */
async function offerNumber(work: Work, { people }: OnboardingDeps, person: PersonRecord): Promise<void> {
  await people.tell(
    work,
    person.id,
    ({ locale, target }) => {
      const choices = [[{ id: 'register', label: work.t(locale, 'onboarding:button.register') }]];
      const hasButtons = work.capabilities(target.account)?.buttons !== false;
      return { text: work.t(locale, 'onboarding:offer'), ...(hasButtons ? { choices } : {}) };
    },
    { key: `register:${person.id}`, notBefore: work.now.add({ seconds: AFTER_SECONDS }) },
  );
}

async function askTeam(
  work: Work,
  deps: OnboardingDeps,
  person: PersonRecord,
  candidates: readonly Candidate[],
): Promise<void> {
  const [first] = candidates;
  if (!first) return;
  const last = await lastClaim(work.tx, person.id);
  const [before] = last?.candidates ?? [];
  // What was asked or refused already is not asked again, unless more speaks for it now.
  const isKnown = before?.personId === first.personId && first.why.every((one) => before.why.includes(one));
  if (last && last.state !== 'confirmed' && isKnown) return;
  const claim = await askClaim(work.tx, person.id, saidBy(person), candidates, work.now);
  const write = await claimContent(work, claim);
  const key = `identity:${claim.id}:${first.personId}:${first.why.join('-')}`;
  await tellTeamOf(work, deps, person, key, write);
}

/** `/register`: asks for a number that only they and the roster know. */
export async function askForNumber(turn: Turn): Promise<void> {
  if (turn.staff) throw new UserError('staff-onboarding:error.is-staff');
  if (turn.chat.kind === 'group') throw new UserError('onboarding:error.move-private');
  const locale = turn.person?.locale ?? turn.locale;
  if (turn.person && (await isRegistered(turn.tx, turn.person.id)))
    return turn.reply({ text: turn.t(locale, 'onboarding:registered') });
  turn.expect('onboarding.number');
  await turn.reply({ text: turn.t(locale, 'onboarding:ask-number') });
}

/** The number; other words go on as a message. The answer is the same whether it is on the roster or not. */
export async function answerNumber(turn: Turn, deps: OnboardingDeps, text: string): Promise<boolean> {
  const number = turn.inbound.media?.length ? undefined : readNumber(text);
  turn.expect(undefined);
  if (!number || turn.staff) return false;
  assertMayTry(turn);
  const person = await turn.ensurePerson();
  if (await isRegistered(turn.tx, person.id)) return false;
  const tries = Number(turn.session.numberTries ?? 0);
  turn.remember({ numberTries: tries + 1 });
  const none = { name: '', birthDate: null, flight: null, entryDate: null };
  const keys = rosterKeys({ ...none, documentNumber: number, phone: number }).map(({ key }) => key);
  const rostered = await findRostered(turn.tx, saidBy(person), tries < NUMBERS ? keys : []);
  const proven = await provenBy(turn, person, rostered);
  if (proven) {
    await becomeAtOnce(turn, deps, person, proven);
    return true;
  }
  if (!rostered.some((one) => one.number)) noteWrongTry(turn);
  const candidates = likelyPeople(person, rostered);
  await askTeam(turn, deps, person, candidates);
  await turn.reply({ text: turn.t(person.locale ?? turn.locale, 'onboarding:number-noted') });
  return true;
}

/**
 * The one whose document's number was written, where that leaves no doubt: theirs alone, under their name (and room,
 * where the roster has one), nobody writes as them yet, nothing confidential is kept of them, and nobody is guessing.
 */
async function provenBy(
  turn: Turn,
  person: PersonRecord,
  rostered: readonly RosteredPerson[],
): Promise<RosteredPerson | undefined> {
  const [one, another] = rostered.filter(({ number }) => number === 'document');
  if (!one || another || one.hasAccount || one.isConfidential) return undefined;
  if (nameLikeness(person.name ?? '', one.name ?? '') < SAME_NAME) return undefined;
  // Without the number they are among those who may be meant: so every guess at them is on record as a claim.
  const blind = likelyPeople(
    person,
    rostered.map((each) => ({ ...each, number: undefined })),
  ).find(({ personId }) => personId === one.personId);
  if (!blind || (one.room && !blind.why.includes('room'))) return undefined;
  const since = turn.now.subtract({ hours: 24 });
  return (await countClaimsOn(turn.tx, one.personId, person.id, since)) < RIVALS ? one : undefined;
}

async function becomeAtOnce(
  turn: Turn,
  deps: OnboardingDeps,
  person: PersonRecord,
  { personId }: RosteredPerson,
): Promise<void> {
  const to = await deps.people.byId(turn, personId);
  const attached = await attachAccount(turn, deps, {
    from: person,
    to,
    at: turn.privateTarget(),
    how: 'document',
    actor: { role: 'traveller', id: to.id },
    channel: turn.inbound.account,
    inboundId: turn.inboundId,
  });
  turn.identity.personId = to.id;
  turn.person = attached.person;
  const who = await deps.people.describe(turn, attached.person);
  await tellTeamOf(turn, deps, to, `bound:${turn.inboundId}`, (locale) => ({
    text: turn.t(locale, 'staff-onboarding:bound-by-document', { person: who }),
  }));
  await welcome(turn, attached);
}
