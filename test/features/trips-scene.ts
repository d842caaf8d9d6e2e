/** Sites, travellers and a team, for the tests of trips. */
import { randomUUID } from 'node:crypto';
import type { BotOptions, FakeGroup, FakePerson } from '../support/bot.ts';
import { type Colleague, type Team, team } from './desk-team.ts';

/** Somebody of the roster. */
export interface Traveller {
  readonly id: string;
  /** Their account; they can be written to there. */
  readonly chat: FakePerson;
}

/** How somebody of the roster is known. */
export interface TravellerOptions {
  readonly room?: string;
  readonly site?: string | null;
  readonly account?: string | null;
  readonly flight?: string;
  readonly state?: 'expected' | 'here' | 'hospital' | 'home';
  readonly locale?: string;
  readonly partyId?: string;
  /** A child, whose party is written to. */
  readonly isChild?: boolean;
  readonly arrivedAt?: Date;
}

/** What the tests work with. */
export interface Scene extends Team {
  readonly wang: Colleague;
  readonly sun: string;
  readonly moon: string;
  /** The team of the Moon Hotel. */
  readonly moonGroup: FakeGroup;
  traveller(name: string, options?: TravellerOptions): Promise<Traveller>;
  trip(number: number): ReturnType<Team['bot']['store']['db']['trip']['findUniqueOrThrow']>;
  /** The states of a manifest, by name. */
  seats(number: number): Promise<Record<string, string>>;
}

/** Two hotels, each with a team; it is 2 a.m. on 22 November in Shanghai. */
export async function scene(options: BotOptions = {}, account = 'telegram'): Promise<Scene> {
  const made = await team(options, account);
  const { bot } = made;
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const [sun, moon] = [randomUUID(), randomUUID()];
  await db.site.createMany({
    data: [
      { id: sun, name: 'Sun Hotel', createdAt },
      { id: moon, name: 'Moon Hotel', createdAt },
    ],
  });
  const moonGroup = await made.otherTeam('Moon team');
  const moonTeam = await db.team.findFirstOrThrow({ where: { name: 'Moon team' } });
  await db.route.create({ data: { id: randomUUID(), siteId: moon, teamId: moonTeam.id, createdAt } });
  const wang = await made.colleague('Wang');
  return {
    ...made,
    wang,
    sun,
    moon,
    moonGroup,
    async traveller(name, about = {}) {
      const id = randomUUID();
      const { room = null, site = sun, account: where = account, locale = 'en', partyId = null } = about;
      await db.person.create({ data: { id, name, room, siteId: site, locale, partyId, createdAt } });
      const birthDate = new Date(about.isChild ? '2022-05-04' : '1988-05-04');
      await db.personDetails.create({ data: { personId: id, birthDate } as never });
      const stay = { id: randomUUID(), personId: id, siteId: site, createdAt };
      await db.stay.create({
        data: {
          ...stay,
          state: about.state ?? 'here',
          flight: about.flight ?? null,
          arrivedAt: about.arrivedAt ?? null,
        },
      });
      const chat = bot.person(where ?? account, { name });
      if (where) {
        await db.channelIdentity.create({
          data: {
            id: randomUUID(),
            account: where,
            externalId: chat.id,
            personId: id,
            privateChat: chat.id,
            createdAt,
          },
        });
      }
      return { id, chat };
    },
    trip: (number) => db.trip.findUniqueOrThrow({ where: { number } }),
    async seats(number) {
      const trip = await db.trip.findUniqueOrThrow({
        where: { number },
        include: { seats: { include: { person: true } } },
      });
      return Object.fromEntries(trip.seats.map(({ person, state }) => [person.name ?? '?', state]));
    },
  };
}
