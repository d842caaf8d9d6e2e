/** A code is redeemed: by `/start CODE`, a link that says so, or the code alone. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { readCode } from '../../domain/onboarding/code.ts';
import { assertMayTry, minutesToWait, noteWrongTry } from '../../domain/wrong-tries.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import {
  type CodeRecord,
  findBindCode,
  findBindCodeById,
  revokeCodes,
  useBindCode,
} from '../../store/bind-codes.ts';
import { isRegistered } from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import { attachAccount } from './attach-account.ts';
import type { OnboardingDeps } from './deps.ts';
import { tellTeamOf } from './tell-team.ts';
import { welcome } from './welcome.ts';

/** Takes a code that is one of ours; false when there is no such code. */
export async function redeemCode(turn: Turn, deps: OnboardingDeps, words: string): Promise<boolean> {
  const written = readCode(words);
  if (!written) return false;
  assertMayTry(turn);
  const found = await findBindCode(turn.tx, written.code, turn.now);
  if (!found) return false;
  await redeem(turn, deps, found);
  return true;
}

/** The code alone, whatever was asked last; false for words that only look like one. */
export async function redeemTyped(turn: Turn, deps: OnboardingDeps): Promise<boolean> {
  const written = readCode(turn.inbound.text ?? '');
  if (!written || turn.inbound.media?.length || turn.inbound.edits) return false;
  if (minutesToWait(turn) > 0 && !written.isSure) return false;
  // Some codes are letters alone, and look like words.
  if (turn.chat.kind === 'group') return redeemCode(turn, deps, written.code);
  if (await redeemCode(turn, deps, written.code)) return true;
  // Whoever was just told that an invitation was wrong tries again, and is counted there.
  if (turn.session.expect?.answer === 'setup.invite') return false;
  noteWrongTry(turn);
  // A colleague's words are for a traveller.
  if (!written.isSure || turn.staff) return false;
  throw new UserError('onboarding:error.unknown');
}

async function redeem(turn: Turn, deps: OnboardingDeps, found: CodeRecord): Promise<void> {
  const { tx, now, person } = turn;
  if (turn.chat.kind === 'group') {
    // Everybody there has read it.
    if (found.state === 'open') await revokeCodes(tx, [found.personId], now);
    throw new UserError('onboarding:error.group');
  }
  if (turn.staff) throw new UserError('staff-onboarding:error.is-staff');
  if (person?.id === found.personId) return turn.reply({ text: turn.t(turn.locale, 'onboarding:already') });
  if (found.state !== 'open') throw new UserError(`onboarding:error.${found.state}`);
  const to = await deps.people.byId(turn, found.personId);
  if (person && (await isRegistered(tx, person.id))) return refuse(turn, deps, person, to);
  // A link of a traveller's own may have been sent on: nobody's tickets go over to somebody else by one careless press.
  if (found.createdBy === null && turn.tickets.length > 0) return ask(turn, found, to);
  await complete(turn, deps, found, to);
}

/** Two people of the books are never one by a code: staff look whose card was given to whom. */
async function refuse(
  turn: Turn,
  deps: OnboardingDeps,
  person: PersonRecord,
  to: PersonRecord,
): Promise<void> {
  // A mother who scans her child's card, too, has done nothing wrong.
  const areTogether = person.partyId !== null && person.partyId === to.partyId;
  if (areTogether) throw new UserError('onboarding:error.same-party', { name: isolate(to.name ?? '?') });
  const [own, other] = [await deps.people.describe(turn, person), await deps.people.describe(turn, to)];
  const { actor, now } = turn;
  const after = { personId: to.id, byPersonId: person.id };
  addAudit(turn.tx, { actor, action: 'person.bind-refused', now, channel: turn.inbound.account, after });
  await tellTeamOf(turn, deps, to, `bindrefused:${turn.inboundId}`, (locale) => ({
    text: turn.t(locale, 'staff-onboarding:mismatch', { own, other }),
  }));
  throw new UserError('onboarding:error.somebody-else');
}

async function ask(turn: Turn, found: CodeRecord, to: PersonRecord): Promise<void> {
  turn.remember({ bindCode: found.id });
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, `onboarding:${key}`, params);
  const choices = [
    [{ id: `bindyes:${found.id}`, label: say('button.me') }],
    [{ id: `bindno:${found.id}`, label: say('button.not-me') }],
  ];
  await turn.reply({ text: say('confirm', { name: isolate(to.name ?? '?') }), choices });
}

/** "That is me": what they wrote here so far goes along. */
export async function confirmCode(turn: Turn, deps: OnboardingDeps, id: string | undefined): Promise<void> {
  const codeId = takeQuestion(turn, id);
  const found = await findBindCodeById(turn.tx, codeId, turn.now);
  if (!found) throw new UserError('common:error.old-choice');
  if (found.state !== 'open') throw new UserError(`onboarding:error.${found.state}`);
  if (turn.person && (await isRegistered(turn.tx, turn.person.id)))
    throw new UserError('common:error.old-choice');
  await complete(turn, deps, found, await deps.people.byId(turn, found.personId));
}

/** "That is not me": nothing happens, and the code holds for whoever it is for. */
export async function declineCode(turn: Turn, id: string | undefined): Promise<void> {
  takeQuestion(turn, id);
  await turn.reply({ text: turn.t(turn.locale, 'onboarding:declined') });
}

function takeQuestion(turn: Turn, id: string | undefined): string {
  const { bindCode } = turn.session;
  if (!id || bindCode !== id || turn.staff) throw new UserError('common:error.old-choice');
  turn.remember({ bindCode: undefined });
  return id;
}

async function complete(
  turn: Turn,
  deps: OnboardingDeps,
  found: CodeRecord,
  to: PersonRecord,
): Promise<void> {
  const { tx, now, inbound, inboundId, identity } = turn;
  if (!(await useBindCode(tx, found.id, identity.id, now))) throw new UserError('onboarding:error.used');
  const at = turn.privateTarget();
  const attached = await attachAccount(turn, deps, {
    from: turn.person,
    to,
    identityId: identity.id,
    at,
    how: found.createdBy === null ? 'link' : 'code',
    actor: { role: 'traveller', id: to.id },
    channel: inbound.account,
    inboundId,
  });
  identity.personId = to.id;
  turn.person = attached.person;
  turn.expect(undefined);
  turn.remember({ wrongCodes: undefined, bindCode: undefined, asked: ['room', 'site', 'name'] });
  await welcome(turn, attached);
}
