/** A hotel with guests and a team, for the tests of the daily check-in. It is 2 a.m. at the hotel. */
import { randomUUID } from 'node:crypto';
import { seal } from '../../src/store/sealed.ts';
import type { BotOptions, FakePerson } from '../support/bot.ts';
import { type Team, team } from './desk-team.ts';

/** Somebody who is here. */
export interface Guest extends FakePerson {
  readonly personId: string;
}

/** What is known of a guest. */
export interface About {
  readonly room?: string;
  readonly account?: string;
  readonly locale?: string;
  readonly siteId?: string;
  readonly state?: 'here' | 'expected';
  /** False: on the roster only. */
  readonly isRegistered?: boolean;
  readonly flag?: string;
  readonly phone?: string;
  readonly partyId?: string;
  readonly birthDate?: string;
}

/** The scene. */
export interface Scene extends Team {
  readonly siteId: string;
  readonly db: Team['bot']['store']['db'];
  addSite(name: string, facts?: { timeZone?: string; checkInHours?: string }): Promise<string>;
  guest(name: string, about?: About): Promise<Guest>;
  rows(): Promise<Awaited<ReturnType<Team['bot']['store']['db']['checkIn']['findMany']>>>;
}

/** Sun Hotel, with the installation's hours: asked 08:30, reminded 19:00, called 20:30. */
export async function scene(options: BotOptions = {}): Promise<Scene> {
  const made = await team(options);
  const { db } = made.bot.store;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  const addSite: Scene['addSite'] = async (name, facts = {}) => {
    const id = randomUUID();
    await db.site.create({ data: { id, name, createdAt, ...facts } });
    return id;
  };
  const siteId = await addSite('Sun Hotel');
  return {
    ...made,
    db,
    siteId,
    addSite,
    rows: () => db.checkIn.findMany({ orderBy: [{ day: 'asc' }, { personId: 'asc' }] }),
    async guest(name, about = {}) {
      const { account = 'telegram', locale = 'en', state = 'here', isRegistered = true } = about;
      const site = about.siteId ?? siteId;
      const fake = made.bot.person(account, { name, locale });
      const personId = randomUUID();
      const { room = null, partyId = null } = about;
      const phone = seal(db, 'person.phone', personId, about.phone) ?? null;
      if (partyId) {
        await db.party.upsert({ where: { id: partyId }, create: { id: partyId, createdAt }, update: {} });
      }
      await db.person.create({
        data: { id: personId, name, room, phone, partyId, siteId: site, locale, createdAt },
      });
      await db.stay.create({ data: { id: randomUUID(), personId, siteId: site, state, createdAt } });
      if (about.birthDate) {
        await db.personDetails.create({ data: { personId, birthDate: new Date(about.birthDate) } });
      }
      if (about.flag) await db.careFlag.create({ data: { personId, kind: about.flag } });
      if (isRegistered) {
        const chat = { id: randomUUID(), account, externalId: fake.id, kind: 'private', createdAt };
        await db.chat.create({ data: chat });
        await db.channelIdentity.create({
          data: {
            id: randomUUID(),
            account,
            externalId: fake.id,
            displayName: name,
            personId,
            privateChat: fake.id,
            createdAt,
          },
        });
      }
      return { ...fake, personId };
    },
  };
}
