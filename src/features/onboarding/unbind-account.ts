/** `/unbind WHO`: an account that became somebody's by mistake, an exchanged card perhaps, stops being theirs. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { matchLocale } from '../../domain/locale.ts';
import { platformName } from '../../domain/platform-name.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { revokeCodes } from '../../store/bind-codes.ts';
import {
  type AccountOf,
  answerNowhere,
  dropAccount,
  listAccountsOf,
  listWrittenAt,
  ownerOfAccount,
} from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import type { OnboardingDeps } from './deps.ts';
import { goOnAt } from './go-on-at.ts';

/** Finds the person these words name, and asks which of their accounts is meant. */
export async function unbindByWords(turn: Turn, deps: OnboardingDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  if (!words) throw new UserError('staff-onboarding:usage.unbind');
  const person = await deps.people.pick(turn, words, 'unbind');
  if (person) await askWhich(turn, deps, person);
}

/** The person behind a button, where several were meant. */
export async function unbindChosen(
  turn: Turn,
  deps: OnboardingDeps,
  personId: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  const { person } = await deps.people.chosen(turn, 'unbind', personId);
  await askWhich(turn, deps, person);
}

async function askWhich(turn: Turn, deps: OnboardingDeps, who: PersonRecord): Promise<void> {
  const { tx, t, locale } = turn;
  const accounts = await listAccountsOf(tx, who.id);
  const person = await deps.people.describe(turn, who);
  const key = accounts.length > 0 ? 'which' : 'none';
  const choices = accounts.map((one) => [
    { id: `unbindgo:${one.id}`, label: t(locale, 'staff-onboarding:button.unbind', named(turn, one)) },
  ]);
  await turn.reply({ text: t(locale, `staff-onboarding:unbind.${key}`, { person }), choices });
}

const named = ({ t, locale }: Turn, { account, displayName, sender }: AccountOf) => ({
  account: platformName(account, t, locale),
  name: displayName ?? sender,
});

/**
 * It is nobody's from now on. Nothing that waits for the person is sent there any more: it goes to another account of
 * theirs, or waits for one.
 */
export async function unbindAccount(
  turn: Turn,
  deps: OnboardingDeps,
  identityId: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  const { tx, now, actor, inbound, t, locale } = turn;
  const personId = identityId && (await ownerOfAccount(tx, identityId));
  if (!personId) throw new UserError('common:error.old-choice');
  const person = await deps.people.byId(turn, personId);
  const accounts = await listAccountsOf(tx, personId);
  const wrong = accounts.find(({ id }) => id === identityId);
  if (!wrong) throw new UserError('common:error.old-choice');
  const numbers = await listWrittenAt(tx, personId, wrong);
  const other = accounts.find(({ id, chat, isLive }) => id !== wrong.id && chat !== null && isLive);
  if (other?.chat) await goOnAt(turn, deps, personId, [wrong], { account: other.account, chat: other.chat });
  // Without another one everything; else what is closed, which would be asked about there.
  await answerNowhere(tx, personId, wrong);
  await dropAccount(tx, wrong.id);
  // A link in that chat, too, makes whoever opens it this person.
  await revokeCodes(tx, [personId], now);
  tx.changed.add(personId);
  const after = { personId, siteId: person.siteId, identityId: wrong.id };
  addAudit(tx, { actor, action: 'person.unbind', now, channel: inbound.account, after });
  await tellThere(turn, wrong, person);
  const described = await deps.people.describe(turn, person);
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `staff-onboarding:unbind.${key}`, { person: described, ...params });
  const lines = [
    say('done', named(turn, wrong)),
    ...(other ? [] : [say('nowhere')]),
    ...(numbers.length > 0 ? [say('written', { numbers: numbers.map((one) => `#${one}`).join(' ') })] : []),
  ];
  await turn.reply({ text: lines.join('\n') });
}

/** Whoever has the account learns that they are themselves again. */
async function tellThere(turn: Turn, { account, chat }: AccountOf, person: PersonRecord): Promise<void> {
  if (!chat) return;
  const text = turn.t(matchLocale(person.locale) ?? 'en', 'onboarding:unbound');
  await turn.say({ account, chat, kind: 'private' }, { text }, { key: `unbound:${turn.inboundId}` });
}
