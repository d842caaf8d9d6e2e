/** What goes by itself when its time is over, and what keeps it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { removeData } from '../../src/store/erasure.ts';
import { movePerson } from '../../src/store/move-person.ts';
import { listHolds } from '../../src/store/retention.ts';
import { transact } from '../../src/store/transaction.ts';
import type { TestBot } from '../support/bot.ts';
import { type Arrival, addGuest, addSite } from '../support/guests.ts';
import { last, team } from './desk-team.ts';

const NEED = 'Our ten-month-old has no milk powder left, please help us';

const dateOf = ({ clock }: TestBot): Date => new Date(clock.now().epochMilliseconds);

/** Ends a stay as a release does; the channel is open for 14 days more. */
async function release(bot: TestBot, stayId: string): Promise<void> {
  const endedAt = dateOf(bot);
  await bot.store.db.stay.update({
    where: { id: stayId },
    data: { state: 'released', endedAt, releasedAt: endedAt },
  });
}

/** Time goes by without anybody looking; then the looks of a few seconds, for copies go before people. */
async function pass(bot: TestBot, hours: number): Promise<void> {
  await bot.later({ hours });
  for (let look = 0; look < 3; look += 1) await bot.later({ seconds: 1 });
}

const removedOf = async ({ store }: TestBot, personId: string): Promise<string[]> =>
  (await store.db.removal.findMany({ where: { personId } })).map(({ dataClass }) => dataClass).sort();

describe('the sweep of what is due', () => {
  it('removes each kind in its time, however long nobody looked, and nothing of whom something keeps', async () => {
    const made = await team();
    const { bot, colleague } = made;
    const { db } = bot.store;
    const wang = await colleague('Wang');
    const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
    const guest = (name: string) =>
      addGuest(bot, { name, room: '1203', siteId, account: 'telegram', locale: 'en' });
    const people: Record<string, Arrival> = {};
    for (const name of ['Gone', 'Waiting', 'Complains', 'Parent']) people[name] = await guest(name);
    const of = (name: string): Arrival => people[name] as Arrival;
    const child = await addGuest(bot, { name: 'Child', siteId, birthDate: '2020-01-01' });
    const proxy = { id: randomUUID(), relation: 'parent', state: 'verified', createdAt: dateOf(bot) };
    await db.proxy.create({
      data: { ...proxy, speakerId: of('Parent').personId, subjectId: child.personId },
    });
    await of('Gone').chat.says(NEED);
    await wang.says('/claim 1');
    await wang.says('/resolve 1');
    await of('Waiting').chat.says('There is no hot water in our room since this morning');
    await of('Complains').chat.says('/complaint The night shift was rude to my mother');
    await db.ticket.updateMany({
      where: { need: 'complaint' },
      data: { state: 'resolved', resolvedAt: dateOf(bot) },
    });
    await db.personDetails.create({ data: { personId: of('Gone').personId, nationality: 'Utopian' } });
    // Until it is closed they can still say that it is not solved.
    expect((await listHolds(db, of('Complains').personId)).map(({ kind }) => kind)).toEqual([
      'stay',
      'complaint',
    ]);
    expect((await listHolds(db, of('Parent').personId)).map(({ kind }) => kind)).toEqual(['stay', 'speaks']);
    for (const name of ['Gone', 'Waiting', 'Complains', 'Parent']) await release(bot, of(name).stayId);

    await pass(bot, 24 * 43);
    expect(await removedOf(bot, of('Gone').personId)).toEqual([]);
    await pass(bot, 24 * 2);
    expect(await removedOf(bot, of('Gone').personId)).toEqual(['documents', 'media', 'phone']);
    expect(
      (await db.personDetails.findUniqueOrThrow({ where: { personId: of('Gone').personId } })).nationality,
    ).toBeNull();
    expect((await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).summary).toContain('milk');
    // Nobody looks for months: at the next look everything is done that fell due meanwhile.
    await pass(bot, 24 * 60);
    expect(await removedOf(bot, of('Gone').personId)).toContain('transcripts');
    expect((await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).summary).toBe('');
    const gone = await db.person.findUniqueOrThrow({ where: { id: of('Gone').personId } });
    expect(gone.name).toBe('Gone');
    await pass(bot, 24 * 100);
    expect(await db.person.findUniqueOrThrow({ where: { id: of('Gone').personId } })).toMatchObject({
      name: null,
    });
    expect(await db.channelIdentity.count({ where: { personId: of('Gone').personId } })).toBe(0);
    expect((await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).state).not.toBe('new');
    for (const name of ['Waiting', 'Parent'])
      expect([name, await removedOf(bot, of(name).personId)]).toEqual([name, []]);
    expect(await removedOf(bot, child.personId)).toEqual([]);
    // Done once, and not again at every look.
    const times = await db.removal.findMany({ where: { personId: of('Gone').personId } });
    await pass(bot, 24);
    expect(await db.removal.findMany({ where: { personId: of('Gone').personId } })).toEqual(times);
    // Copies of messages, of the team as well, are empty, and nothing waits for them.
    expect(await db.inbound.count({ where: { NOT: { payload: { equals: {} } } } })).toBe(0);

    const wangs = await db.outgoing.findMany({
      where: { createdAt: { lt: dateOf(bot) } },
      orderBy: { id: 'asc' },
    });
    expect(wangs[0]?.body).toEqual({});
  });

  it('is set by administrators, in versions, on record', async () => {
    const { bot, colleague } = await team();
    const admin = await colleague('Mo', 'admin');
    const boss = await colleague('Boss', 'supervisor');
    await boss.says('/retention');
    expect(last(boss.inbox())).toMatch(/version 0[\s\S]*transcripts: .*90 d/);
    await boss.says('/retention transcripts=30d');
    expect(await bot.store.db.retentionRules.count()).toBe(0);
    await admin.says('/retention transcripts=30d media=7');
    expect(last(admin.inbox())).toMatch(/version 1[\s\S]*media: .*, 7 d[\s\S]*transcripts: .*, 30 d/);
    await admin.says('/retention identity=10d');
    expect(last(admin.inbox())).toMatch(/longer than who somebody was \(10 days\)/);
    await admin.says('/retention soon');
    expect(last(admin.inbox())).toMatch(/For example/);
    const { db } = bot.store;
    expect(await db.retentionRules.count()).toBe(1);
    const line = await db.audit.findFirstOrThrow({ where: { action: 'rule.retention' } });
    expect([line.before, line.after]).toMatchObject([
      { transcripts: 90, version: 0 },
      { transcripts: 30, version: 1 },
    ]);
    await expect(db.retentionRules.deleteMany()).rejects.toThrow();
  });
});

describe('people who were in the books twice', () => {
  it('are removed as one, with what each of them had, and what others spoke for them stays with whom it is about', async () => {
    const { bot, colleague } = await team();
    const { db } = bot.store;
    await colleague('Wang');
    const siteId = await addSite(bot, 'Sun Hotel');
    const ana = await addGuest(bot, { name: 'Ana Quill', siteId, account: 'telegram', locale: 'en' });
    const twin = bot.person('telegram', { locale: 'en', name: 'Ana Q' });
    await twin.says(NEED);
    const from =
      (await db.channelIdentity.findFirstOrThrow({ where: { externalId: twin.id } })).personId ?? '';
    const mother = await addGuest(bot, { name: 'Rosa Quill', siteId });
    const proxy = { id: randomUUID(), relation: 'child', state: 'verified', createdAt: dateOf(bot) };
    await db.proxy.create({ data: { ...proxy, speakerId: ana.personId, subjectId: mother.personId } });
    const number = (
      await db.ticket.create({
        data: {
          ...{
            id: randomUUID(),
            personId: mother.personId,
            speakerId: ana.personId,
            need: 'medical',
            urgency: 'high',
          },
          ...{
            state: 'closed',
            summary: 'Mother needs her heart pills',
            language: 'en',
            account: 'telegram',
            openedAt: dateOf(bot),
          },
          privateChat: ana.chat.id,
        },
      })
    ).number;
    await transact(db, (tx) => movePerson(tx, from, ana.personId));
    await transact(db, (tx) => removeData(tx, [ana.personId], ['identity'], bot.clock.now()));
    expect(await db.channelIdentity.count({ where: { externalId: { in: [twin.id, ana.chat.id] } } })).toBe(0);
    expect((await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).summary).toBe('');
    expect(await db.ticket.findUniqueOrThrow({ where: { number } })).toMatchObject({
      summary: 'Mother needs her heart pills',
    });
    expect(await db.person.findUniqueOrThrow({ where: { id: mother.personId } })).toMatchObject({
      name: 'Rosa Quill',
    });
  });
});
