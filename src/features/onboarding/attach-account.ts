/** An account becomes a person of the books, and everything that was written from it theirs. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import type { AccountId } from '../../domain/ids.ts';
import { matchLocale } from '../../domain/locale.ts';
import { platformName } from '../../domain/platform-name.ts';
import { addAudit } from '../../store/audit.ts';
import { revokeCodes } from '../../store/bind-codes.ts';
import { movePerson } from '../../store/move-person.ts';
import { findPerson, updateIdentity } from '../../store/people.ts';
import { type AccountOf, listAccountsOf } from '../../store/person-accounts.ts';
import { listOpenOf } from '../../store/proxies.ts';
import type { PersonRecord } from '../../store/records.ts';
import { planUntold } from '../../store/untold-stays.ts';
import type { OnboardingDeps } from './deps.ts';
import { goOnAt, type Place } from './go-on-at.ts';

/** Who becomes whom, and how that is known. */
export interface Attaching {
  /** Who wrote from the account so far; undefined when nobody did. */
  readonly from: PersonRecord | undefined;
  readonly to: PersonRecord;
  /** The account, where it is no person's yet. */
  readonly identityId?: string;
  /** Where they go on. */
  readonly at: Place | undefined;
  readonly how: 'code' | 'link' | 'document' | 'staff';
  readonly actor: Actor;
  /** The account it was done on. */
  readonly channel: AccountId;
  readonly inboundId: bigint;
}

/** What there is now. */
export interface Attached {
  readonly person: PersonRecord;
  /** The accounts they had before. */
  readonly others: readonly AccountOf[];
}

/** Open tickets and conversations go on where they write now; their other accounts are told. */
export async function attachAccount(
  work: Work,
  deps: Pick<OnboardingDeps, 'locale'>,
  attaching: Attaching,
): Promise<Attached> {
  const { tx, now } = work;
  const { from, to, identityId, at, how, actor, channel, inboundId } = attaching;
  const others = await listAccountsOf(tx, to.id);
  if (from) await movePerson(tx, from.id, to.id);
  if (identityId) await updateIdentity(tx, identityId, { personId: to.id });
  // A card in the room, or a link in an old chat, must not let anybody else in now.
  await revokeCodes(tx, [to.id], now);
  tx.changed.add(to.id);
  const dead = others.filter(({ isLive }) => !isLive);
  if (at) await goOnAt(work, deps, to.id, dead, at);
  await planUntold(tx, to.id);
  const after = { personId: to.id, siteId: to.siteId, how, mergedPersonId: from?.id ?? null };
  addAudit(tx, { actor, action: 'person.bind', now, channel, after });
  const person = (await findPerson(tx, to.id)) ?? to;
  const tickets = await listOpenOf(tx, [to.id]);
  await work.emit({ type: 'profile.changed', person, tickets, inboundId });
  await tellOthers(work, person, others, attaching);
  return { person, others };
}

/** If it was not them, they learn of it there and then. */
async function tellOthers(
  work: Work,
  person: PersonRecord,
  others: readonly AccountOf[],
  { at, channel, inboundId }: Attaching,
): Promise<void> {
  const locale = matchLocale(person.locale) ?? 'en';
  for (const { id, account, chat, isLive } of others) {
    if (!chat || !isLive) continue;
    const text = work.t(locale, 'onboarding:other-account', {
      account: platformName(at?.account ?? channel, work.t, locale),
    });
    await work.say({ account, chat, kind: 'private' }, { text }, { key: `bound:${inboundId}:${id}` });
  }
}
