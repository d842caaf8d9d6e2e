/** Erasure on request, one's own data, the notice at first contact, and who read what. */
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../src/store/figures.ts';
import { reckon } from '../../src/store/reconciliation.ts';
import { transact } from '../../src/store/transaction.ts';
import { addTrip, listCounted } from '../../src/store/trips.ts';
import type { TestBot } from '../support/bot.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { whereIs } from '../support/where-is.ts';
import { last, team } from './desk-team.ts';

const NEED = 'Our ten-month-old has no milk powder left, please help us';

/** A house with a guest whose stay is over, who asked for something that was brought, and a supervisor. */
async function scene() {
  const made = await team();
  const { bot, colleague } = made;
  const boss = await colleague('Boss', 'supervisor');
  const wang = await colleague('Wang');
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const guest = await addGuest(bot, {
    ...{ name: 'Ana Quillfeather', room: '1203', siteId, account: 'telegram', locale: 'en' },
    ...{ flight: 'CA981', entryOn: '2026-04-10', state: 'here' as const },
  });
  await guest.chat.says(NEED);
  await wang.says('/claim 1');
  await wang.says('/reply 1 The milk powder of Ana Quillfeather is on its way');
  await wang.says('/person Ana Quillfeather');
  return { ...made, boss, wang, siteId, guest };
}

async function endStay({ store, clock }: TestBot, stayId: string): Promise<void> {
  const endedAt = new Date(clock.now().epochMilliseconds);
  await store.db.stay.update({
    where: { id: stayId },
    data: { state: 'released', endedAt, releasedAt: endedAt },
  });
}

/** Every figure that people are told. */
async function figures({ store, clock }: TestBot) {
  const { db } = store;
  const now = clock.now();
  const period = { from: now.subtract({ hours: 24 * 60 }), to: now.add({ hours: 24 }) };
  const today = { now, zone: 'Asia/Shanghai', days: [] };
  const day = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  return {
    all: await readFigures(db, period, now),
    byLanguage: await readFigures(db, { ...period, by: 'language' }, now),
    bySite: await readFigures(db, { ...period, by: 'site' }, now),
    flights: await reckon(db, { by: 'flight' }, today),
    sites: await reckon(db, { by: 'site' }, today),
    trips: await listCounted(db, day.subtract({ days: 60 }), day.add({ days: 1 }), 'Asia/Shanghai'),
  };
}

describe('/erase', () => {
  it('approved leaves nothing of them anywhere, a proof that can be checked, and every figure as it was', async () => {
    const made = await scene();
    const { bot, guest, boss, siteId } = made;
    const { db } = bot.store;
    const other = await addGuest(bot, {
      name: 'Bo Chen',
      room: '1204',
      siteId,
      account: 'telegram',
      flight: 'CA981',
    });
    await other.chat.says('There is no hot water in our room since this morning');
    // The same human on two accounts.
    const second = bot.person('telegram', { name: 'ana_q_two' });
    const createdAt = new Date(bot.clock.now().epochMilliseconds);
    const identity = {
      id: randomUUID(),
      account: 'telegram',
      externalId: second.id,
      privateChat: second.id,
      createdAt,
    };
    await db.channelIdentity.create({
      data: { ...identity, displayName: 'ana_q_two', personId: guest.personId },
    });
    await second.says('thank you for the milk powder');
    await transact(db, async (tx) => {
      const places = { fromPlace: 'Sun Hotel', toPlace: 'Airport', purpose: 'release' as const };
      const trip = await addTrip(
        tx,
        {
          ...places,
          ...{
            vehicle: null,
            driver: null,
            kilometres: null,
            fromSiteId: siteId,
            toSiteId: null,
            plannedFor: null,
          },
          ...{ plannedArrivalAt: null, createdBy: boss.staffId },
        } as Parameters<typeof addTrip>[1],
        bot.clock.now(),
      );
      await tx.client.tripSeat.createMany({
        data: [guest, other].map(({ personId }) => ({ tripId: trip.id, personId, state: 'arrived' })),
      });
      await tx.client.trip.update({
        where: { id: trip.id },
        data: { departedAt: createdAt, arrivedAt: createdAt, state: 'arrived' },
      });
    });
    await endStay(bot, guest.stayId);
    await guest.chat.says('/erase');
    await guest.chat.presses(/Yes, delete/);
    expect(last(guest.chat.inbox())).toMatch(/request/);
    const before = await figures(bot);
    expect(await whereIs(bot.store, 'Quillfeather')).toContain('person');

    await boss.presses('Approve');
    // A supervisor may end an ordinary request with it.
    const told = last(boss.inbox());
    expect(told).toMatch(/Request 1 is done: \d+ rows/);
    const after = await figures(bot);
    expect(after.flights).toEqual(before.flights);
    expect(after.sites).toEqual(before.sites);
    expect(after.trips).toEqual(before.trips);
    expect(before.trips.length).toBeGreaterThan(0);
    expect(after.all.total.opened).toBe(before.all.total.opened);
    expect(after.byLanguage.rows.map(({ key, opened }) => [key, opened])).toEqual(
      before.byLanguage.rows.map(({ key, opened }) => [key, opened]),
    );
    expect(after.all.total.released).toBe(before.all.total.released);
    expect(after.all.total.resolved).toBe(before.all.total.resolved + 1);

    const ids = [guest.chat.id, second.id].map((id) => `"${id}"`);
    for (const word of ['Quillfeather', 'ten-month-old', 'ana_q_two', ...ids]) {
      // Where the last message goes to is known until it is sent.
      await bot.later({ minutes: 2 });
      expect([word, await whereIs(bot.store, word)]).toEqual([word, []]);
    }
    const kept = await db.erasure.findUniqueOrThrow({ where: { number: 1 } });
    expect(kept.sha256).toBe(
      createHash('sha256')
        .update(kept.proof ?? '')
        .digest('hex'),
    );
    expect(told).toContain(kept.sha256);
    expect(last(second.inbox()) + last(guest.chat.inbox())).toContain(kept.sha256);
    await expect(db.erasure.update({ where: { number: 1 }, data: { proof: '{}' } })).rejects.toThrow();
    await boss.says('/erasures');
    expect(last(boss.inbox())).toContain(kept.sha256);
    const bo = await db.ticket.findUniqueOrThrow({ where: { number: 2 } });
    expect(bo.summary).toContain('hot water');
    // Whoever writes again is somebody new.
    await guest.chat.says(NEED);
    const again = await db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
    expect(again.personId).not.toBe(guest.personId);
  });

  it('is refused with a reason, taken back, and asked for a child only by whoever speaks for it', async () => {
    const made = await scene();
    const { bot, guest, boss, siteId } = made;
    const { db } = bot.store;
    await endStay(bot, guest.stayId);
    await db.ticket.updateMany({
      data: { state: 'closed', resolvedAt: new Date(bot.clock.now().epochMilliseconds) },
    });
    const child = await addGuest(bot, {
      name: 'Mia Quillfeather',
      room: '1203',
      siteId,
      birthDate: '2020-01-01',
    });
    const createdAt = new Date(bot.clock.now().epochMilliseconds);
    const proxy = { id: randomUUID(), speakerId: guest.personId, subjectId: child.personId, createdAt };
    await db.proxy.create({ data: { ...proxy, relation: 'parent', state: 'verified' } });
    await guest.chat.says('/forget');
    await guest.chat.presses(/Mia/);
    await guest.chat.presses(/Yes, delete/);
    expect(last(guest.chat.inbox())).toMatch(/just yet/);
    await guest.chat.says('/erase');
    await guest.chat.presses(/Mia/);
    await guest.chat.presses(/Take the request back/);
    expect(last(guest.chat.inbox())).toMatch(/1 is taken back/);
    await endStay(bot, child.stayId);
    await guest.chat.pressesId(`erasesure:${child.personId}`);
    await boss.presses('Refuse');
    await boss.says('The vaccination papers of the child are still with us.');
    expect(last(guest.chat.inbox())).toMatch(/could not delete[\s\S]*vaccination papers/);
    expect(last(boss.inbox())).toMatch(/2 is refused/);
    await boss.pressesId('erasurego:2');
    expect(last(boss.inbox())).toMatch(/settled already/);
    // The parent stays who they are when the child is erased.
    await guest.chat.pressesId(`erasesure:${child.personId}`);
    await boss.pressesId('erasurego:3');
    expect(await db.person.findUniqueOrThrow({ where: { id: child.personId } })).toMatchObject({
      name: null,
    });
    expect(await db.channelIdentity.count({ where: { personId: guest.personId } })).toBe(1);
    expect(last(guest.chat.inbox())).toMatch(/request 3/);
    const stranger = bot.person('telegram', { locale: 'en' });
    await stranger.says(NEED);
    await stranger.pressesId(`erasesure:${guest.personId}`);
    await stranger.pressesId(`mydata:${guest.personId}`);
    expect(await db.erasure.count()).toBe(3);
  });
});

describe('/mydata', () => {
  it('gives everything about oneself, nothing of others, in private, and the file goes after a day', async () => {
    const made = await scene();
    const { bot, guest, wang, boss } = made;
    const { db } = bot.store;
    await wang.says('/note 1 Secret words of a colleague');
    await wang.says('/ticket 1');
    await guest.chat.says('/mydata');
    const media = guest.chat.posts().at(-1)?.content.media ?? [];
    expect(media).toMatchObject([{ kind: 'document', name: 'my-data.json' }]);
    const file = await db.mediaFile.findFirstOrThrow({ where: { name: 'my-data.json' } });
    const data = JSON.parse(new TextDecoder().decode(file.bytes));
    expect(data.person).toMatchObject({
      title: 'Who you are',
      data: [{ name: 'Ana Quillfeather', room: '1203' }],
    });
    expect(data.stays.data).toMatchObject([{ flight: 'CA981', entryDate: '2026-04-10' }]);
    expect(JSON.stringify(data.tickets)).toContain('ten-month-old');
    expect(JSON.stringify(data.tickets)).toContain('on its way');
    expect(data.readers.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ role: 'liaison', what: 'person', times: 1 }),
        // Once when it was claimed.
        expect.objectContaining({ role: 'liaison', what: 'ticket', times: 2 }),
      ]),
    );
    expect(JSON.stringify(data)).not.toMatch(/Secret words|Wang|Boss/);
    await bot.later({ hours: 25 });
    expect(await db.mediaFile.count()).toBe(0);

    await boss.says('/access Ana Quillfeather');
    expect(last(boss.inbox())).toMatch(/Wang \(liaison\).*request · #1[\s\S]*Wang \(liaison\).*card/i);
    await expect(db.$executeRaw`delete from access_log`).rejects.toThrow(/append-only/);
    const group = bot.group('telegram');
    await guest.chat.saysIn(group, '/mydata');
    expect(last(group.texts())).toMatch(/private/);
  });
});

describe('the notice at first contact', () => {
  it('stands once in an answer that is given anyway, and in none to an emergency', async () => {
    const { bot } = await team();
    const { db } = bot.store;
    const ana = bot.person('telegram', { locale: 'en' });
    await ana.says('/start');
    expect(last(ana.inbox())).toContain('/mydata');
    await ana.says(NEED);
    expect(ana.inbox().filter((text) => text.includes('/erase'))).toHaveLength(1);
    expect(await db.privacyNotice.count()).toBe(1);
    const bo = bot.person('telegram', { locale: 'en' });
    await bo.says('My father has collapsed and is not breathing');
    expect(bo.inbox().join()).not.toContain('/erase');
    expect(await db.privacyNotice.count()).toBe(1);
    const eva = bot.person('telegram', { locale: 'en' });
    await eva.says(NEED);
    expect(eva.inbox()[0]).toMatch(/^[^🔒]+🔒[\s\S]+194 days[\s\S]+\?$/u);
    expect(eva.inbox()).toHaveLength(1);
    // A newer version is shown again.
    await db.$executeRaw`update session set state = state || '{"notice": 0}'`;
    await eva.says('/start');
    expect(last(eva.inbox())).toContain('/erase');
    expect(await db.privacyNotice.count()).toBe(3);
  });
});
