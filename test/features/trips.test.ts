import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { last } from './desk-team.ts';
import { scene, type Traveller } from './trips-scene.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';

describe('a bus of forty', () => {
  test('is planned, filled by its flight, boarded, driven, arrived and closed; everybody hears of it once, and lives there', async () => {
    const { bot, wang, group, traveller, trip, seats, sun, colleague } = await scene();
    const { db } = bot.store;
    const li = await colleague('Li');
    const all: Traveller[] = [];
    for (let at = 1; at <= 40; at += 1) {
      const name = `Guest ${String(at).padStart(2, '0')}`;
      all.push(await traveller(name, { site: null, flight: 'MU123', state: 'expected' }));
    }
    await wang.says(
      '/trip new from="Airport T2" to="sun" at="2026-11-22 08:30" until=09:30 vehicle="沪A12345" driver="Wang Wu" km=42',
    );
    expect(last(wang.inbox())).toContain('🚌 Trip 1 · planned\nAirport T2 → Sun Hotel · arrival');
    expect(last(wang.inbox())).toContain('08:30 · 沪A12345 · Wang Wu · 42 km');
    await wang.says('/trip 1 add flight mu 123');
    expect(last(wang.inbox())).toContain('40 people · 40 to board');
    expect(last(wang.inbox())).toContain('40 people added: Guest 01, ');
    expect(last(wang.inbox())).toContain('Page 1 of 3');
    for (const { chat } of all) expect(chat.inbox()).toHaveLength(1);
    const told = last(all[6]?.chat.inbox() ?? []);
    expect(told).toContain('We will take you to where you will stay');
    expect(told).toContain('When: Sunday 22 November');
    expect(told).toContain('08:30');
    expect(told).toContain('From: Airport T2\nTo: Sun Hotel\nPlease bring your documents');

    await wang.presses(/▶ 2\/3/);
    expect(last(wang.inbox())).toContain('◻️ Guest 17\n');
    expect(wang.posts().at(-1)?.edits).toBe(1);
    await wang.presses(/✓ Guest 17$/);
    expect(last(wang.inbox())).toContain('39 to board · 1 on board');
    expect(last(wang.inbox())).toContain('✅ Guest 17\n');
    expect((await trip(1)).state).toBe('boarding');
    await li.saysIn(group, '/board 1 Guest 02, Guest 03');
    expect(last(group.texts())).toBe(
      'Trip 1: 2 on board: Guest 02, Guest 03\n40 people · 37 to board · 3 on board',
    );
    await li.saysIn(group, '/trip 1 depart');
    expect(last(group.texts())).toContain(
      'Trip 1 cannot depart: 37 people are not on board: Guest 01, Guest 04,',
    );
    expect(last(group.texts())).toContain('Guest 40. /board 1 NAME');
    await li.saysIn(group, '/board 1 all');
    expect(last(group.texts())).toContain('40 people · 40 on board');
    await bot.later({ hours: 6, minutes: 41 });
    await li.saysIn(group, '/trip 1 depart 08:40');
    expect(last(group.texts())).toContain('Trip 1 · under way');
    expect(last(group.texts())).toContain('left 08:40 · expected 09:40');

    await bot.later({ hours: 1 });
    await wang.says('/trip 1');
    await wang.presses(/The vehicle is there/);
    expect(last(wang.inbox())).toContain('Trip 1 · arrived');
    await wang.says('/arrive 1 Guest 05 1203, Guest 06 1204');
    expect(last(wang.inbox())).toBe(
      'Trip 1: 2 arrived: Guest 05, Guest 06\n40 people · 38 on board · 2 arrived',
    );
    await wang.says('/trip 1 close');
    expect(last(wang.inbox())).toContain(
      'Trip 1 cannot be closed: 38 people are unaccounted for: Guest 01, Guest 02',
    );
    await wang.says('/trip 1');
    await wang.presses(/All arrived \(38\)/);
    expect(last(wang.inbox())).toContain('40 people · 40 arrived');
    expect(last(wang.inbox())).toContain('38 rooms not known yet: Guest 01, ');
    await wang.says('/arrive 1 Guest 01 808');
    await wang.says('/trip 1');
    await wang.presses(/Close the trip/);
    const done = await trip(1);
    expect([done.state, done.arrivedAt?.toISOString(), done.departedAt?.toISOString()]).toEqual([
      'closed',
      '2026-11-22T01:41:00.000Z',
      '2026-11-22T00:40:00.000Z',
    ]);
    expect(new Set(Object.values(await seats(1)))).toEqual(new Set(['arrived']));

    const stays = await db.stay.findMany();
    for (const stay of stays)
      expect([stay.siteId, stay.state, stay.arrivedAt?.toISOString()]).toEqual([
        sun,
        'here',
        '2026-11-22T01:41:00.000Z',
      ]);
    expect(await db.person.count({ where: { siteId: sun } })).toBe(40);
    const rooms = await db.person.findMany({ where: { room: { not: null } }, orderBy: { name: 'asc' } });
    expect(rooms.map(({ name, room }) => [name, room])).toEqual([
      ['Guest 01', '808'],
      ['Guest 05', '1203'],
      ['Guest 06', '1204'],
    ]);
    const fifth = all[4]?.chat.inbox() ?? [];
    expect(fifth.filter((text) => text.includes('You have arrived at Sun Hotel'))).toHaveLength(1);
    expect(fifth.join('\n')).toContain('Your room: 1203');
    const first = all[0]?.chat.inbox() ?? [];
    expect(first.join('\n')).toContain('We will tell you your room as soon as we know it.');
    expect(last(first)).toBe('Your room: 808');
    const actions = (
      await db.audit.findMany({ where: { action: { startsWith: 'trip.' } }, orderBy: { id: 'asc' } })
    ).map(({ action }) => action);
    expect(actions).toEqual([
      'trip.open',
      'trip.add',
      'trip.seat-board',
      'trip.seat-board',
      'trip.seat-board',
      'trip.depart',
      'trip.arrive',
      'trip.seat-arrive',
      'trip.seat-arrive',
      'trip.close',
    ]);
    await wang.says('/trip totals 2026-11-22');
    expect(last(wang.inbox())).toBe(
      [
        'Trips that left from 2026-11-22 to 2026-11-22:',
        '2026-11-22: trips 1 · people 40 · 42 km',
        'Total: trips 1 · people 40 · 42 km',
      ].join('\n'),
    );
  });
});

describe('who is on a trip', () => {
  test('several at once; twice, unknown and busy ones are named and left out, one of several is asked for', async () => {
    const { wang, traveller, seats } = await scene();
    await traveller('Ana Lima', { room: '1203' });
    await traveller('Bo', { room: '1204' });
    await traveller('Jo Li', { room: '1301' });
    await traveller('Jo Ma', { room: '1302' });
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 10:00"');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 10:30"');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-23 10:30"');
    await wang.says('/trip 1 add Ana Lima');
    expect(last(wang.inbox())).toContain('Added: Ana Lima (1203)');
    await wang.says('/trip 2 add 1203, Bo, E12345678, Jo');
    await wang.presses(/Jo Ma/);
    const text = last(wang.inbox());
    expect(text).toContain('2 people added: Bo (1204), Jo Ma (1302)');
    expect(text).toContain('Not added, because they are on another trip at that time: Ana Lima (1)');
    expect(text).toContain('Nobody is found for: …678');
    expect(await seats(2)).toEqual({ Bo: 'listed', 'Jo Ma': 'listed' });
    await wang.says('/trip 2 add Bo');
    expect(last(wang.inbox())).toBe('On trip 2 already: Bo (1204)');
    // Another day is another matter, until its time is moved.
    await wang.says('/trip 3 add Ana Lima');
    expect(await seats(3)).toEqual({ 'Ana Lima': 'listed' });
    await wang.says('/trip 3 at="2026-11-22 11:00"');
    expect(last(wang.inbox())).toBe(
      'Trip 3 cannot be then, because people are on other trips at that time: Ana Lima (1)',
    );
    await wang.says('/trip');
    expect(last(wang.inbox()).split('\n')).toEqual([
      '3 open trips:',
      '1 · planned · 10:00 · Sun Hotel → Moon Hotel · 0/1',
      '2 · planned · 10:30 · Sun Hotel → Moon Hotel · 0/2',
      '3 · planned · 2026-11-23 10:30 · Sun Hotel → Moon Hotel · 0/1',
    ]);
  });

  test('the wrong trip is named, and the right one', async () => {
    const { wang, traveller, seats } = await scene();
    await traveller('Ana Lima');
    await traveller('Bo');
    await traveller('Cy');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 10:00"');
    await wang.says('/trip new from="Moon Hotel" to="Sun Hotel" at="2026-11-22 10:00"');
    await wang.says('/trip 1 add Ana Lima');
    await wang.says('/trip 2 add Bo');
    await wang.says('/board 1 Bo');
    expect(last(wang.inbox())).toBe('Bo is not on trip 1 but on trip 2 (Moon Hotel → Sun Hotel).');
    await wang.says('/board 1 Cy');
    expect(last(wang.inbox())).toBe('Cy is not on trip 1, nor on another. /trip 1 add puts them on it.');
    await wang.says('/board 9 Cy');
    expect(last(wang.inbox())).toBe('There is no trip 9. /trip lists the open ones.');
    await wang.says('/arrive 1 Ana');
    expect(last(wang.inbox())).toBe('Trip 1 has not departed yet. First /trip 1 depart.');
    expect(await seats(1)).toEqual({ 'Ana Lima': 'listed' });
  });

  test('a room of several asks who is meant; a tick is taken back before the trip leaves', async () => {
    const { wang, traveller, seats } = await scene();
    await traveller('Ana', { room: '1203' });
    await traveller('Leo', { room: '1203' });
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel"');
    await wang.says('/trip 1 add Ana, Leo');
    await wang.says('/board 1 1203');
    expect(last(wang.inbox())).toBe('Who is meant?');
    await wang.presses(/Leo/);
    expect(await seats(1)).toEqual({ Ana: 'listed', Leo: 'boarded' });
    // Only one of the room is still to board.
    await wang.says('/board 1 1203');
    expect(await seats(1)).toEqual({ Ana: 'boarded', Leo: 'boarded' });
    await wang.says('/trip 1 undo 1203');
    await wang.presses(/All of them \(2\)/);
    expect(await seats(1)).toEqual({ Ana: 'listed', Leo: 'listed' });
  });
});

describe('two colleagues at once', () => {
  test('each tick counts once; who came second sees who was first, and "all" is of what was shown', async () => {
    const { bot, wang, traveller, seats, colleague } = await scene();
    const li = await colleague('Li');
    await traveller('Ana');
    await traveller('Bo');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel"');
    await wang.says('/trip 1 add Ana, Bo');
    await li.says('/trip 1');
    await Promise.all([wang.presses(/✓ Ana/), li.presses(/✓ Ana/)]);
    await bot.settle();
    const refused = [last(wang.inbox()), last(li.inbox())].join('\n');
    expect(refused).toMatch(/Ana is on board already: (Wang|Li), 02:00/);
    await Promise.all([wang.presses(/✓ Bo/), li.says('/trip 1')]);
    await bot.settle();
    expect(await seats(1)).toEqual({ Ana: 'boarded', Bo: 'boarded' });
    const ticks = await bot.store.db.audit.count({ where: { action: 'trip.seat-board' } });
    expect(ticks).toBe(2);
    await wang.says('/trip 1 undo Ana');
    await wang.says('/trip 1');
    // A button under another message leaves that as it is.
    await li.says('/trip 1 undo Bo');
    await li.presses(/^Trip 1$/);
    expect(li.inbox().at(-2)).toContain('Trip 1: not on board after all: Bo');
    await wang.presses(/All on board \(1\)/);
    expect(last(wang.inbox())).toContain('Trip 1 changed meanwhile');
    expect(await seats(1)).toEqual({ Ana: 'listed', Bo: 'listed' });
    await wang.presses(/All on board \(2\)/);
    expect(await seats(1)).toEqual({ Ana: 'boarded', Bo: 'boarded' });
  });
});

describe('a missing person', () => {
  test('is looked for at once, keeps the trip open, and found again ends the search', async () => {
    const { bot, wang, group, traveller, seats, ticket, colleague } = await scene();
    const sup = await colleague('Sup', 'supervisor');
    const ana = await traveller('Ana Lima', { room: '1203' });
    await traveller('Bo');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" vehicle=A1');
    await wang.says('/trip 1 add Ana Lima, Bo');
    await wang.says('/board 1 Bo');
    await wang.says('/trip 1 missing Ana Lima');
    expect(last(wang.inbox())).toContain('Trip 1: missing: Ana Lima (1203)');
    expect(last(wang.inbox())).toContain('🔴 Emergency #1 looks for them, and people are paged.');
    const opened = await ticket(1);
    expect([opened.need, opened.urgency, opened.personId]).toEqual(['transfer', 'emergency', ana.id]);
    expect(opened.summary).toBe(
      'Missing, did not come to trip 1 (Sun Hotel → Moon Hotel, A1): Ana Lima (1203). Reported by Wang.',
    );
    expect(group.texts().join('\n')).toContain('Ana Lima (1203). Reported by Wang.');
    expect(sup.inbox().join('\n')).toContain('Missing, did not come to trip 1');
    expect(ana.chat.inbox()).toEqual([]);
    await wang.says('/trip 1 undo Ana Lima');
    expect((await seats(1))['Ana Lima']).toBe('listed');
    expect((await ticket(1)).nextPageAt).toBeNull();
    await wang.says('/trip 1 missing Ana Lima');
    expect(last(wang.inbox())).toContain('#1 looks for them');
    expect((await ticket(1)).nextPageAt).not.toBeNull();
    await wang.says('/trip 1 cancel no driver');
    expect(last(wang.inbox())).toContain('cannot be cancelled while somebody is missing: Ana Lima (1203)');
    await wang.says('/trip 1 depart');
    await wang.says('/arrive 1 all');
    await wang.says('/trip 1 close');
    expect(last(wang.inbox())).toBe(
      'Trip 1 cannot be closed: Ana Lima (1203) is unaccounted for. /arrive 1 NAME, /trip 1 drop NAME reason, or /trip 1 missing NAME.',
    );
    await sup.says('/claim 1');
    await wang.says('/arrive 1 1203 77');
    expect(await seats(1)).toEqual({ 'Ana Lima': 'arrived', Bo: 'arrived' });
    expect(sup.inbox().join('\n')).toContain('#1 · Found: Ana Lima (1203) has arrived with trip 1 (Wang).');
    const notes = await bot.store.db.entry.findMany({ where: { kind: 'note' } });
    expect(notes.some(({ text }) => text?.startsWith('Found: Ana Lima'))).toBe(true);
    await wang.says('/trip 1 close');
    expect(last(wang.inbox())).toContain('Trip 1 · closed');
  });

  test('who would not go is dropped with the reason, and a ticket looks after mother and child', async () => {
    const { wang, group, traveller, seats, ticket } = await scene();
    const mother = await traveller('Maria', { room: '1206' });
    await traveller('Eva', { room: '1206', account: null, isChild: true });
    await traveller('Bo');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel" at="2026-11-22 10:00"');
    await wang.says('/trip 1 add Maria, Eva, Bo');
    await wang.says('/trip 1 drop Maria');
    expect(last(wang.inbox())).toContain('The reason is needed.');
    await wang.says('/trip 1 drop Maria, Eva refused to go without a car seat, and cries');
    expect(last(wang.inbox())).toContain('2 taken off: Maria (1206), Eva (1206)');
    expect(last(wang.inbox())).toContain('#1 looks after it.');
    const opened = await ticket(1);
    expect([opened.need, opened.urgency, opened.personId]).toEqual(['transfer', 'high', mother.id]);
    expect(opened.summary).toContain('refused to go without a car seat, and cries');
    expect(await seats(1)).toEqual({ Maria: 'off', Eva: 'off', Bo: 'listed' });
    expect(last(mother.chat.inbox())).toContain('You are no longer on the transport on');
    await wang.saysIn(group, '/trip 1');
    expect(last(group.texts())).not.toContain('car seat');
    await wang.says('/trip 1');
    expect(last(wang.inbox())).toContain('✖️ Maria (1206) · refused to go without a car seat');
    await wang.says('/trip 1 add Maria');
    await wang.says('/trip 1 drop Maria 拒绝 again');
    expect(last(wang.inbox())).toContain('#1 looks after it.');
  });
});

describe('what travellers are told', () => {
  test('corrections and cancellations go to those who were told, and one message for mother and child', async () => {
    const { bot, wang, traveller } = await scene();
    const partyId = randomUUID();
    await bot.store.db.party.create({ data: { id: partyId, createdAt: new Date() } });
    const mother = await traveller('Maria', { partyId, locale: 'fr' });
    await traveller('Eva', { partyId, account: null, isChild: true });
    const bo = await traveller('Bo');
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel"');
    await wang.says('/trip 1 add Maria, Eva');
    expect(mother.chat.inbox()).toEqual([]);
    await wang.says('/trip 1 at="2026-11-22 10:00"');
    expect(mother.chat.inbox()).toHaveLength(1);
    expect(last(mother.chat.inbox())).toContain(
      'Pour : Maria, Eva\n🚌 Vous allez être conduit dans un autre lieu.',
    );
    expect(last(mother.chat.inbox())).toContain('dimanche 22 novembre');
    await wang.says('/trip 1 driver=Zhao');
    expect(mother.chat.inbox()).toHaveLength(1);
    await wang.says('/trip 1 at="2026-11-22 11:00"');
    expect(last(mother.chat.inbox())).toContain('⚠️ Votre transport a changé');
    await wang.says('/trip 1 add Bo');
    expect(last(bo.chat.inbox())).toContain('You will be moved to another place');
    await wang.says('/trip 1 cancel the bus broke down');
    expect(last(mother.chat.inbox())).toContain('est annulé');
    expect(last(bo.chat.inbox())).toContain('is cancelled');
    expect(last(bo.chat.inbox())).not.toContain('broke down');
    await wang.says('/board 1 Bo');
    expect(last(wang.inbox())).toBe('Trip 1 is cancelled: that cannot be done now.');
    expect(mother.chat.inbox()).toHaveLength(3);
  });
});

describe('moving', () => {
  test('free tickets follow to the new team, owners keep theirs and are told, a first arrival is kept', async () => {
    const { bot, wang, group, moonGroup, moon, traveller, ticket, colleague } = await scene();
    const li = await colleague('Li');
    const arrivedAt = new Date('2026-11-10T00:00:00Z');
    const ana = await traveller('Ana', { room: '1203', arrivedAt });
    await ana.chat.says(MILK);
    await ana.chat.says('/need There is no hot water in our room');
    await li.says('/claim 1');
    expect(moonGroup.texts()).toEqual([]);
    const home = (await ticket(2)).teamId;
    await wang.says('/trip new from="Sun Hotel" to="Moon Hotel"');
    await wang.says('/trip 1 add Ana');
    await wang.says('/board 1 all');
    await wang.says('/trip 1 depart');
    await wang.says('/arrive 1 Ana 808');
    const [claimed, free] = [await ticket(1), await ticket(2)];
    expect([claimed.siteId, claimed.teamId, claimed.ownerId]).toEqual([moon, home, li.staffId]);
    expect(free.siteId).toBe(moon);
    expect(free.teamId).not.toBe(home);
    expect(li.inbox().join('\n')).toContain(
      '#1 · Ana (1203) is at Moon Hotel now. The ticket stays with you.',
    );
    expect(moonGroup.texts().join('\n')).toContain('#2');
    expect(group.texts().join('\n')).toContain('Moon Hotel');
    const stay = await bot.store.db.stay.findFirstOrThrow({ where: { personId: ana.id } });
    expect([stay.siteId, stay.state, stay.arrivedAt]).toEqual([moon, 'here', arrivedAt]);
    // What is needed next goes to the new place, wherever it is written.
    await ana.chat.says('/need We need drinking water please');
    expect((await ticket(3)).siteId).toBe(moon);
  });

  test('to hospital, and away: a stay in hospital goes on, and who was not let go has only left', async () => {
    const { bot, wang, traveller, sun } = await scene();
    const ana = await traveller('Ana', { room: '1203' });
    const bo = await traveller('Bo', { room: '1204' });
    await wang.says('/trip new from="Sun Hotel" to="City Hospital" purpose=hospital km=130.5');
    await wang.says('/trip new from="Sun Hotel" to="Railway Station" purpose=release');
    for (const [number, name] of [
      [1, 'Ana'],
      [2, 'Bo'],
    ]) {
      await wang.says(`/trip ${number} add ${name}`);
      await wang.says(`/board ${number} ${name}`);
      await wang.says(`/trip ${number} depart`);
      await wang.says(`/arrive ${number} ${name}`);
    }
    expect(last(wang.inbox())).toContain('⚠️ Not let go yet: Bo');
    const { db } = bot.store;
    const stays = await db.stay.findMany({ include: { person: true }, orderBy: { person: { name: 'asc' } } });
    expect(stays.map(({ state, siteId, endedAt, person }) => [state, siteId, endedAt, person.room])).toEqual([
      ['hospital', sun, null, null],
      ['left', sun, null, null],
    ]);
    expect(last(ana.chat.inbox())).toContain('You have arrived at City Hospital. We wish you well soon.');
    expect(last(bo.chat.inbox())).toContain('get home safely');
    await wang.says('/trip 2 close');
    await wang.says('/trip 2 driver=Zhao');
    expect(last(wang.inbox())).toBe('Trip 2 is closed: that cannot be done now.');
    await wang.says('/trip totals');
    expect(last(wang.inbox())).toContain('1 trip has no kilometres yet.');
    await wang.says('/trip 2 km 12,5');
    await wang.says('/trip totals');
    expect(last(wang.inbox())).toContain(
      'Total: trips 2 · people 2 · 143 km · of these over 100 km: trips 1 · people 1 · 130.5 km',
    );
  });

  test('whoever comes to the place of the list has the room of the list; whoever moves on has none yet', async () => {
    const { bot, wang, traveller } = await scene();
    const ana = await traveller('Ana', { room: '1203', state: 'expected' });
    const room = async () => (await bot.store.db.person.findUniqueOrThrow({ where: { id: ana.id } })).room;
    for (const [number, from, to] of [
      [1, 'Airport', 'Sun Hotel'],
      [2, 'Sun Hotel', 'Moon Hotel'],
    ] as const) {
      await wang.says(`/trip new from="${from}" to="${to}"`);
      for (const words of [`/trip ${number} add Ana`, `/board ${number} all`, `/trip ${number} depart`])
        await wang.says(words);
      await wang.says(`/arrive ${number} all`);
      expect(await room()).toBe(number === 1 ? '1203' : null);
    }
    expect(ana.chat.inbox().find((text) => text.includes('arrived at Sun Hotel'))).toContain(
      'Your room: 1203',
    );
    expect(last(wang.inbox())).toContain('Room not known yet: Ana');
  });
});
