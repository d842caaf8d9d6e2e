/** People of the roster with a stay, some of them with an account, put into a store as an import leaves them. */
import { randomUUID } from 'node:crypto';
import type { StayState } from '../../src/domain/roster-import.ts';
import type { FakePerson, TestBot } from './bot.ts';

/** Who comes. */
export interface Guest {
  readonly name: string;
  readonly room?: string;
  readonly siteId?: string;
  readonly entryOn?: string;
  readonly flight?: string;
  readonly state?: StayState;
  readonly partyId?: string;
  readonly locale?: string;
  readonly birthDate?: string;
  /** The account they write from; null or nothing where they have none. */
  readonly account?: string | null;
}

/** Somebody who came. */
export interface Arrival {
  readonly personId: string;
  readonly stayId: string;
  /** Their account; writes to nobody's where they have none. */
  readonly chat: FakePerson;
}

/** Adds a site. */
export async function addSite({ store, clock }: TestBot, name: string, timeZone?: string): Promise<string> {
  const id = randomUUID();
  const createdAt = new Date(clock.now().epochMilliseconds);
  await store.db.site.create({ data: { id, name, timeZone: timeZone ?? null, createdAt } });
  return id;
}

/** Adds somebody with a stay that must be planned. */
export async function addGuest(bot: TestBot, guest: Guest): Promise<Arrival> {
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const [personId, stayId] = [randomUUID(), randomUUID()];
  const { name, room = null, siteId = null, partyId = null, locale = null } = guest;
  await db.person.create({ data: { id: personId, name, room, siteId, partyId, locale, createdAt } });
  if (guest.birthDate)
    await db.personDetails.create({ data: { personId, birthDate: new Date(guest.birthDate) } });
  await db.stay.create({
    data: {
      id: stayId,
      personId,
      siteId,
      flight: guest.flight ?? null,
      entryOn: guest.entryOn ? new Date(guest.entryOn) : null,
      state: guest.state ?? 'here',
      createdAt,
    },
  });
  const chat = bot.person(guest.account ?? 'telegram', { name, ...(locale ? { locale } : {}) });
  if (guest.account) {
    const identity = { id: randomUUID(), account: guest.account, externalId: chat.id, privateChat: chat.id };
    await db.channelIdentity.create({ data: { ...identity, displayName: name, personId, createdAt } });
  }
  return { personId, stayId, chat };
}
