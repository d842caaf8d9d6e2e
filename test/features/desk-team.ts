/** A team at work in a group, for the desk's tests. */
import { randomUUID } from 'node:crypto';
import type { StaffRole } from '../../src/domain/actor.ts';
import { type BotOptions, type FakeGroup, type FakePerson, type TestBot, testBot } from '../support/bot.ts';

/** A colleague with an account, and their id on the team. */
export interface Colleague extends FakePerson {
  readonly staffId: string;
}

/** What the tests work with. */
export interface Team {
  readonly bot: TestBot;
  readonly group: FakeGroup;
  readonly teamId: string;
  colleague(name: string, role?: StaffRole, options?: ColleagueOptions): Promise<Colleague>;
  /** Another team with a group of its own. */
  otherTeam(name: string): Promise<FakeGroup>;
  ticket(number: number): Promise<Stored>;
}

/** How a colleague is known. */
export interface ColleagueOptions {
  readonly account?: string;
  readonly username?: string;
  readonly locale?: string;
  /** False: they have never written to the bot in private. */
  readonly isReachable?: boolean;
}

type Stored = Awaited<ReturnType<TestBot['store']['db']['ticket']['findUniqueOrThrow']>>;

/** A bot with one default team whose group is bound; colleagues are added by the test. */
export async function team(options: BotOptions = {}, account = 'telegram'): Promise<Team> {
  const bot = await testBot(options);
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const bind = async (name: string, isDefault: boolean): Promise<{ group: FakeGroup; id: string }> => {
    const group = bot.group(account);
    const id = randomUUID();
    await db.team.create({ data: { id, name, isDefault, createdAt } });
    const chat = { id: randomUUID(), account, externalId: group.id, kind: 'group', teamId: id, createdAt };
    await db.chat.create({ data: chat });
    return { group, id };
  };
  const home = await bind('Day shift', true);
  return {
    bot,
    group: home.group,
    teamId: home.id,
    async colleague(
      name,
      role = 'liaison',
      { account: where = account, username, locale, isReachable = true } = {},
    ) {
      const person = bot.person(where, { name, ...(username ? { username } : {}) });
      const staffId = randomUUID();
      await db.staff.create({ data: { id: staffId, name, role, locale: locale ?? null, createdAt } });
      await db.channelIdentity.create({
        data: {
          id: randomUUID(),
          account: where,
          externalId: person.id,
          displayName: name,
          username: username ?? null,
          staffId,
          privateChat: isReachable ? person.id : null,
          createdAt,
        },
      });
      return { ...person, staffId };
    },
    otherTeam: async (name) => (await bind(name, false)).group,
    ticket: (number) => db.ticket.findUniqueOrThrow({ where: { number } }),
  };
}

/** The newest text of a chat. */
export const last = (texts: readonly string[]): string => texts.at(-1) ?? '';
