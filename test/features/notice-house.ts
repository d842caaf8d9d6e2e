/** Hotels with guests and a team that writes notices to them. */
import { randomUUID } from 'node:crypto';
import type { BotOptions, FakePerson } from '../support/bot.ts';
import { type Colleague, last, team } from './desk-team.ts';

/** A guest with an account, and who they are. */
export interface Guest extends FakePerson {
  readonly personId: string;
}

/** What is known of a guest. */
export interface GuestFacts {
  readonly account?: string;
  readonly locale?: string | null;
  readonly site?: string;
  readonly room?: string;
  readonly flight?: string;
  readonly entryOn?: string;
  readonly state?: string;
  readonly jurisdiction?: string;
  readonly care?: string;
  /** False: they have never written to the bot. */
  readonly isReachable?: boolean;
}

/** A team with an author and a second pair of eyes, and two hotels. */
export async function house(options: BotOptions = {}) {
  const made = await team(options);
  const { bot } = made;
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const sites = { 'Sun Hotel': randomUUID(), 'Moon Hotel': randomUUID() };
  for (const [name, id] of Object.entries(sites)) await db.site.create({ data: { id, name, createdAt } });
  const author = await made.colleague('Wang');
  const boss = await made.colleague('Boss', 'supervisor');

  async function guest(name: string, facts: GuestFacts = {}): Promise<Guest> {
    const { account = 'telegram', locale = 'en', site = 'Sun Hotel', isReachable = true } = facts;
    const one = bot.person(account, { name });
    const personId = randomUUID();
    const siteId = sites[site as keyof typeof sites];
    const { room = '1203', jurisdiction = null } = facts;
    await db.person.create({ data: { id: personId, name, locale, siteId, room, jurisdiction, createdAt } });
    await db.stay.create({
      data: {
        id: randomUUID(),
        personId,
        siteId,
        flight: facts.flight ?? null,
        entryOn: facts.entryOn ? new Date(`${facts.entryOn}T00:00:00Z`) : null,
        state: facts.state ?? 'here',
        needsPlan: false,
        createdAt,
      },
    });
    if (facts.care) await db.careFlag.create({ data: { personId, kind: facts.care } });
    if (isReachable) await bind({ ...one, personId }, account);
    return { ...one, personId };
  }

  /** The guest's account is theirs from now on. */
  async function bind(one: Guest, account = 'telegram'): Promise<void> {
    await db.chat.create({
      data: { id: randomUUID(), account, externalId: one.id, kind: 'private', createdAt },
    });
    await db.channelIdentity.create({
      data: {
        id: randomUUID(),
        account,
        externalId: one.id,
        personId: one.personId,
        privateChat: one.id,
        createdAt,
      },
    });
  }

  /** A group of the hotel's guests. */
  async function guestGroup(site: keyof typeof sites, locale?: string) {
    const group = bot.group('telegram', site);
    const siteId = sites[site];
    await db.chat.create({
      data: {
        id: randomUUID(),
        account: 'telegram',
        externalId: group.id,
        kind: 'group',
        siteId,
        locale: locale ?? null,
        createdAt,
      },
    });
    return group;
  }

  /** A whole notice in one message, approved by the second colleague unless told otherwise. */
  async function send(text: string, by: Colleague = author, second: Colleague = boss): Promise<void> {
    await by.says(`/notice ${text}`);
    await by.presses('Preview');
    await by.presses('Ask for approval');
    await second.presses('Approve and send');
  }

  return { ...made, sites, author, boss, guest, bind, guestGroup, send };
}

/** The newest text of a chat. */
export { last };
