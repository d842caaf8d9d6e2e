import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { last } from './desk-team.ts';
import { type Guest, releaseScene, type Scene } from './release-scene.ts';

/** Day 14 is 22 November, today. */
const ENTRY = '2026-11-08';
const TESTED = ['negative 2026-11-15', 'negative 2026-11-22'];

async function today(more: Partial<Parameters<Scene['guest']>[0]> = {}, rule?: object) {
  const scene = await releaseScene(rule);
  const sun = await scene.site('Sun Hotel', { timeZone: 'Asia/Shanghai', releaseNote: '10:30, main gate' });
  const about = { name: 'Ana Lima', room: '1203', site: sun, entry: ENTRY, tests: TESTED };
  const ana = await scene.guest({ ...about, destination: 'Wuhan', ...more });
  const wang = await scene.colleague('Wang');
  const stay = () => scene.bot.store.db.stay.findUniqueOrThrow({ where: { id: ana.stayId } });
  await scene.runUntil('2026-11-22T09:00');
  return { ...scene, sun, ana, wang, stay };
}

const ready = async (wang: { says(text: string): Promise<void>; presses(label: RegExp): Promise<void> }) => {
  await wang.says('/discharge 1203');
  await wang.presses(/^☐ transport/);
  await wang.presses(/^☐ documents/);
};

const farewell = (guest: Guest): string[] => guest.inbox().slice(-2);

describe('letting somebody go', () => {
  it('goes through a list, and is refused with what is missing', async () => {
    const { wang, stay, ana } = await today();
    await wang.says('/discharge 1203');
    expect(last(wang.inbox())).toBe(
      [
        '🎒 Ana Lima · 1203 · Sun Hotel',
        '✅ not in hospital',
        '✅ the days are over',
        '✅ all tests taken',
        '✅ no test result open',
        '⬜ transport arranged',
        '⬜ documents handed over',
        '✅ name and dates for the certificate known',
        'A supervisor can let them go all the same: /discharge 1203 anyway and why',
      ].join('\n'),
    );
    await wang.presses(/^✅ Let them go$/);
    expect(last(wang.inbox())).toBe('Not yet: transport arranged · documents handed over.');
    await wang.presses(/^☐ transport/);
    await wang.presses(/^☐ documents/);
    expect(last(wang.inbox())).toContain('Everything is there. They may go.');
    await wang.presses(/^☑ documents/);
    expect(last(wang.inbox())).toContain('⬜ documents handed over');
    expect((await stay()).state).toBe('here');
    expect(ana.inbox().join('\n')).not.toContain('Certificate');
  });

  it('ends the stay, and sends certificate, next steps, thanks and a question', async () => {
    const { wang, stay, ana, bot, group } = await today({ locale: 'fr' });
    await ready(wang);
    await wang.presses(/^✅ Let them go$/);
    expect(last(wang.inbox())).toBe(
      '✅ Ana Lima · 1203 · Sun Hotel: let go. Certificate No. 1. They have been told here.',
    );
    const [certificate, words] = farewell(ana);
    expect(certificate).toBe(
      [
        '📄 Certificat de sortie n° 1',
        'Ana Lima a effectué sa quarantaine à Sun Hotel du 8 novembre 2026 au 22 novembre 2026 et en est sorti(e) ce jour-là.',
        'Délivré le 22 novembre 2026.',
        '',
        '📄 Certificate of release No. 1',
        'Ana Lima was in quarantine at Sun Hotel from 8 November 2026 to 22 November 2026 and was released on that day.',
        'Issued on 22 November 2026.',
      ].join('\n'),
    );
    expect(words).toContain('Merci de votre patience');
    expect(words).toContain('Wuhan');
    expect(words).toContain('jusqu’au 6 décembre 2026');
    expect(await stay()).toMatchObject({
      state: 'released',
      releaseNumber: 1,
      releasedBy: wang.staffId,
      retentionFrom: new Date('2026-12-06T00:00:00Z'),
    });
    expect((await stay()).endedAt).not.toBeNull();
    const planned = await bot.store.db.reminder.count({ where: { state: 'planned' } });
    expect(planned).toBe(0);
    await wang.saysIn(group, '/discharge 1203');
    expect(last(group.texts())).toMatch(/✅ let go by Wang, 09:00 · certificate No\. 1$/);
    await wang.presses(/^📄 Certificate$/, group);
    expect(last(group.texts())).toMatch(/^📄 Certificate of release No\. 1/);
    const actions = (await bot.store.db.audit.findMany({ orderBy: { id: 'asc' } })).map(
      ({ action }) => action,
    );
    expect(actions.filter((action) => action.startsWith('stay.'))).toEqual([
      'stay.check',
      'stay.check',
      'stay.release',
    ]);
  });

  it('happens once, whoever presses', async () => {
    const { wang, colleague } = await today();
    const zhao = await colleague('Zhao');
    await ready(wang);
    await zhao.says('/discharge Ana');
    await wang.presses(/^✅ Let them go$/);
    await zhao.presses(/^✅ Let them go$/);
    expect(last(zhao.inbox())).toBe('They were let go already, by Wang, 09:00 (certificate No. 1).');
  });

  it('of somebody with an open result needs a supervisor and a reason, on record', async () => {
    const { wang, colleague, stay, bot } = await today({
      tests: ['negative 2026-11-15', 'pending 2026-11-22'],
    });
    await wang.says('/discharge 1203 anyway the bus leaves');
    expect(last(wang.inbox())).toContain('not among the things your role (liaison) may do');
    expect((await stay()).state).toBe('here');
    const boss = await colleague('Boss', 'supervisor');
    await boss.says('/discharge 1203 anyway');
    expect(last(boss.inbox())).toMatch(/^Please write why/);
    await boss.says('/discharge 1203 anyway the laboratory called: negative');
    expect(last(boss.inbox())).toMatch(/let go\. Certificate No\. 1/);
    expect(await stay()).toMatchObject({
      state: 'released',
      releaseReason: 'the laboratory called: negative',
    });
    const row = await bot.store.db.audit.findFirstOrThrow({ where: { action: 'stay.release-anyway' } });
    expect(row.before).toEqual({ missing: ['results', 'transport', 'documents'] });
    await boss.says('/discharge 1203');
    expect(last(boss.inbox())).toContain('although something was missing: the laboratory called: negative');
  });

  it('keeps the stay open while days at home follow, and ends it after the last', async () => {
    const rule = { days: 14, homeDays: 2, tests: [7, 14, 16] };
    const { wang, stay, ana, runUntil, takes, reminders } = await today({}, rule);
    await ready(wang);
    await wang.presses(/^✅ Let them go$/);
    const [certificate, words] = farewell(ana);
    expect(certificate).toContain('Quarantine at home follows, until 24 November 2026.');
    expect(words).toContain('Please stay at home until 24 November 2026.');
    expect(words).toContain('until 8 December 2026');
    expect(await stay()).toMatchObject({ state: 'home', endedAt: null, retentionFrom: null });
    await runUntil('2026-11-23T20:00');
    expect(await reminders()).toContain('test-16 2026-11-24 sent');
    expect(ana.inbox().join('\n')).toContain('is your test of day 16, during your days at home');
    await takes(ana, 'negative 2026-11-24');
    await runUntil('2026-11-25T09:00');
    expect(await stay()).toMatchObject({
      state: 'released',
      retentionFrom: new Date('2026-12-08T00:00:00Z'),
    });
    expect(ana.inbox().join('\n')).toContain('Your days at home are over.');
  });

  it('is over when the days at home were taken away', async () => {
    const rule = { days: 14, homeDays: 2, tests: [7, 14] };
    const { wang, stay, ana, bot, runUntil } = await today({}, rule);
    await ready(wang);
    await wang.presses(/^✅ Let them go$/);
    await bot.store.db.stay.update({
      where: { id: ana.stayId },
      data: { homeUntil: null, needsPlan: false },
    });
    await runUntil('2026-11-22T23:00');
    expect((await stay()).state).toBe('home');
    await runUntil('2026-11-23T09:00');
    expect(await stay()).toMatchObject({
      state: 'released',
      retentionFrom: new Date('2026-12-06T00:00:00Z'),
    });
  });

  it('tells the team to go there where nobody can be written to', async () => {
    const { wang } = await today({ isReachable: false });
    await ready(wang);
    await wang.presses(/^✅ Let them go$/);
    expect(last(wang.inbox())).toMatch(/There is no chat with them: please give it to them by hand\.$/);
    await wang.presses(/^📄 Certificate$/);
    expect(last(wang.inbox())).toMatch(/^📄 Certificate of release No\. 1/);
  });
});

describe('a bus that left first', () => {
  it('counts as transport, and whoever it took can still be let go', async () => {
    const { wang, stay, ana } = await today();
    await wang.says('/trip new from="Sun Hotel" to="Railway Station" purpose=release');
    for (const said of ['/trip 1 add Ana', '/board 1 Ana', '/trip 1 depart']) await wang.says(said);
    await wang.says('/discharge 1203');
    expect(last(wang.inbox())).toContain('✅ transport arranged');
    await wang.says('/arrive 1 Ana');
    expect((await stay()).state).toBe('left');
    await wang.says('/discharge today');
    expect(last(wang.inbox())).toContain('Ana Lima');
    await wang.says('/discharge Ana');
    await wang.presses(/^☐ documents/);
    await wang.presses(/^✅ Let them go$/);
    expect(await stay()).toMatchObject({ state: 'released', releaseNumber: 1 });
    expect(ana.inbox().join('\n')).toContain('Certificate of release No. 1');
  });
});

describe('the question at the end', () => {
  async function gone() {
    const made = await today();
    await ready(made.wang);
    await made.wang.presses(/^✅ Let them go$/);
    return made;
  }

  it('keeps stars and words, and shows the stars to the team', async () => {
    const { ana, stay, wang } = await gone();
    await ana.presses(/^2 ★$/);
    expect(last(ana.inbox())).toContain('sorry it was not better');
    await ana.says('The window did not open');
    expect(last(ana.inbox())).toContain('the team will read it');
    expect(await stay()).toMatchObject({ rating: 2, ratingComment: 'The window did not open' });
    await wang.says('/discharge 1203');
    expect(last(wang.inbox())).toContain('rated 2 ★');
    expect(last(wang.inbox())).toContain('The window did not open');
  });

  it('takes a question, and a picture, for a message to the team', async () => {
    const { ana, stay, bot } = await gone();
    await ana.presses(/^4 ★$/);
    await ana.says('The bus has not come to the gate, where is it?');
    expect(await bot.store.db.ticket.count()).toBe(1);
    await ana.presses(/^4 ★$/);
    await ana.says('I forgot this in my room', { media: [{ kind: 'photo', id: 'bag' }] });
    expect((await stay()).ratingComment).toBeNull();
  });

  it('takes a written number, and a need for a need', async () => {
    const { ana, stay, bot } = await gone();
    await ana.says('5');
    expect((await stay()).rating).toBe(5);
    await ana.says('I keep vomiting blood and feel very weak');
    expect((await stay()).ratingComment).toBeNull();
    expect(await bot.store.db.ticket.count({ where: { urgency: 'emergency' } })).toBe(1);
  });

  it('lets them skip, and is nobody else’s to answer', async () => {
    const { ana, stay, guest, sun } = await gone();
    const other = await guest({ name: 'Bob', room: '7', site: sun, entry: ENTRY });
    await other.pressesId(`stayrate:${ana.stayId}:1`);
    expect((await stay()).rating).toBeNull();
    await ana.pressesId(`stayrate:${ana.stayId}:9`);
    expect((await stay()).rating).toBeNull();
    await ana.presses(/^4 ★$/);
    await ana.presses(/^Skip$/);
    expect(await stay()).toMatchObject({ rating: 4, ratingComment: null });
  });
});

describe('who leaves when', () => {
  it('is listed for today: who may, who is held and why, and no names in a group', async () => {
    const { wang, guest, sun, site, group, runUntil } = await today();
    const moon = await site('Moon Hotel');
    await guest({ name: 'Bob', room: '7', site: sun, entry: ENTRY, tests: ['negative 2026-11-15'] });
    await guest({
      name: 'Eve',
      room: '8',
      site: moon,
      entry: '2026-11-06',
      tests: ['positive 2026-11-14', 'negative 2026-11-13'],
    });
    await guest({ name: 'Tom', room: '9', site: sun, entry: '2026-11-12' });
    await runUntil('2026-11-22T09:10');
    await wang.says('/discharge today');
    expect(last(wang.inbox())).toBe(
      [
        '🎒 Releases of 2026-11-22 (3)',
        '✅ May leave (1):',
        '• room 1203 · Sun Hotel · Ana Lima',
        '⏳ Held (2):',
        '• room 8 · Moon Hotel · Eve · test missing · 🔒 result open · since 2026-11-20',
        '• room 7 · Sun Hotel · Bob · test missing',
      ].join('\n'),
    );
    await wang.presses(/^1203/);
    expect(last(wang.inbox())).toMatch(/^🎒 Ana Lima · 1203/);
    await wang.saysIn(group, '/discharge today Moon');
    expect(last(group.texts())).toMatch(
      /^🎒 Releases of 2026-11-22 \(1\)\n⏳ Held \(1\):\n• room 8 · Moon Hotel · test/,
    );
    expect(last(group.texts())).not.toContain('Eve');
    await wang.says('/discharge today Mars');
    expect(last(wang.inbox())).toBe('Which site is Mars? There are: Moon Hotel, Sun Hotel');
  });

  it('is told to the team the evening before, once, with what is in the way', async () => {
    const { guest, sun, group, runUntil, bot } = await today();
    await guest({ name: 'Bob', room: '7', site: sun, entry: '2026-11-09', tests: ['negative 2026-11-16'] });
    await guest({
      name: 'Eve',
      room: '8',
      site: sun,
      entry: '2026-11-09',
      tests: ['negative 2026-11-16', 'negative 2026-11-23'],
    });
    await guest({ name: 'Tom', room: '9', site: sun, entry: '2026-11-09', tests: ['pending 2026-11-16'] });
    const lists = () => group.texts().filter((text) => text.includes('to leave on'));
    const before = lists().length;
    await runUntil('2026-11-22T19:30');
    expect(lists().slice(before)).toEqual([
      [
        '🎒 Sun Hotel: 3 to leave on 2026-11-23',
        '✅ May leave (1): 8',
        '⏳ Held (2):',
        '• room 7 · test still to come',
        '• room 9 · 🔒 result open · test still to come',
      ].join('\n'),
    ]);
    await bot.later({ minutes: 30 });
    await runUntil('2026-11-23T09:00');
    expect(lists()).toHaveLength(before + 1);
  });

  it('shows nobody when nobody leaves', async () => {
    const { wang } = await today({ entry: '2026-11-20' });
    await wang.says('/discharge today');
    expect(last(wang.inbox())).toBe('Nobody is to leave today.');
    await wang.says('/discharge 1203');
    expect(last(wang.inbox())).toContain('⬜ the days are over');
  });
});

describe('the handover sheet', () => {
  it('lists who leaves today and tomorrow, by date, and no names', async () => {
    const { guest, sun, colleague, wang, bot, group, runUntil } = await today();
    await guest({ name: 'Bob', room: '7', site: sun, entry: '2026-11-09', tests: ['negative 2026-11-16'] });
    await guest({ name: 'Tom', room: '9', site: sun, entry: '2026-11-12' });
    const boss = await colleague('Boss', 'supervisor');
    await boss.says('/shift plan two Wang, Boss');
    await boss.presses(/Yes, do it/);
    await runUntil('2026-11-22T20:05');
    await bot.later({ minutes: 1 });
    const sheet = group.texts().findLast((text) => text.includes('Releases today and tomorrow')) ?? '';
    expect(sheet).toContain(
      [
        '🎒 Releases today and tomorrow (2)',
        '• 2026-11-22 · room 1203 · Sun Hotel · may leave',
        '• 2026-11-23 · room 7 · Sun Hotel · test still to come',
      ].join('\n'),
    );
    expect(sheet).not.toContain('Ana');
    expect(wang.staffId).toBeTruthy();
  });
});

describe('somebody who is spoken for', () => {
  it('is let go with words to whoever speaks for them, who may rate it', async () => {
    const { guest, sun, wang, bot } = await today();
    const mum = await guest({ name: 'Mia', room: '30', site: sun, entry: '2026-11-20' });
    const child = await guest({
      name: 'Leo',
      room: '31',
      site: sun,
      entry: ENTRY,
      tests: TESTED,
      isReachable: false,
    });
    await bot.store.db.proxy.create({
      data: {
        id: randomUUID(),
        speakerId: mum.personId,
        subjectId: child.personId,
        relation: 'parent',
        state: 'verified',
        createdAt: new Date(bot.clock.now().epochMilliseconds),
      },
    });
    await bot.later({ minutes: 1 });
    await wang.says('/discharge Leo');
    await wang.presses(/^☐ transport/);
    await wang.presses(/^☐ documents/);
    await wang.presses(/^✅ Let them go$/);
    expect(last(mum.inbox())).toMatch(/^About Leo:\nThank you for your patience/);
    await mum.presses(/^5 ★$/);
    const stay = await bot.store.db.stay.findUniqueOrThrow({ where: { id: child.stayId } });
    expect(stay.rating).toBe(5);
  });
});

describe('what is told of leaving a site', () => {
  it('is set with the site, shown with it, and moves the hour', async () => {
    const { colleague, bot, sun, guest } = await today();
    const ana = await guest({ name: 'Zoe', room: '40', site: sun, entry: '2026-11-12' });
    const dueOn = async () =>
      (
        await bot.store.db.reminder.findFirstOrThrow({ where: { stayId: ana.stayId, kind: 'release-0' } })
      ).dueAt.toISOString();
    await bot.later({ minutes: 1 });
    expect(await dueOn()).toBe('2026-11-26T00:00:00.000Z');
    const boss = await colleague('Boss', 'supervisor');
    await boss.says('/site "Sun Hotel" release="06:30 at gate B, bus to the station"');
    expect(last(boss.inbox())).toContain('On the day of release: 06:30 at gate B, bus to the station');
    await bot.later({ minutes: 1 });
    expect(await dueOn()).toBe('2026-11-25T12:00:00.000Z');
    await boss.says(`/site "Sun Hotel" release="${'x'.repeat(501)}"`);
    expect(last(boss.inbox())).toContain('under 500 characters');
  });
});

describe('a whole bus', () => {
  it('is ticked and let go at once, but for those who are held', async () => {
    const { wang, guest, sun, bot, ana } = await today();
    const about = { site: sun, entry: ENTRY, tests: TESTED };
    const bob = await guest({ ...about, name: 'Bob', room: '7' });
    await guest({ ...about, name: 'Eve', room: '8', isReachable: false });
    await guest({ ...about, name: 'Tom', room: '9', tests: ['negative 2026-11-15'] });
    await bot.later({ minutes: 1 });
    await wang.says('/discharge today Sun');
    await wang.presses(/^☐ transport arranged: all 3$/);
    await wang.presses(/^☐ documents handed over: all 3$/);
    await wang.presses(/^✅ Let all 3 go$/);
    expect(last(wang.inbox())).toBe(
      '✅ Sun Hotel: 3 people let go.\n📵 No chat with these rooms, please give them their certificates by hand: 8',
    );
    const stays = await bot.store.db.stay.findMany({ orderBy: { releaseNumber: 'asc' } });
    expect(stays.map(({ state, releaseNumber }) => `${state} ${releaseNumber}`)).toEqual([
      'released 1',
      'released 2',
      'released 3',
      'here null',
    ]);
    for (const one of [ana, bob]) expect(one.inbox().join('\n')).toContain('Certificate of release No.');
    await wang.presses(/^✅ Let all 3 go$/);
    expect(last(wang.inbox())).toContain('no longer fits');
  });
});

describe('the days for which the channel stays open', () => {
  it('are set by an administrator and counted from then on', async () => {
    const { wang, colleague, stay, ana } = await today();
    await wang.says('/discharge open');
    expect(last(wang.inbox())).toBe('After their stay people can go on writing for 14 days.');
    await wang.says('/discharge open 30');
    expect(last(wang.inbox())).not.toContain('30');
    const admin = await colleague('Mo', 'admin');
    await admin.says('/discharge open many');
    expect(last(admin.inbox())).toMatch(/^Please write a number of days/);
    await admin.says('/discharge open 30');
    await ready(wang);
    await wang.presses(/^✅ Let them go$/);
    expect((await stay()).retentionFrom).toEqual(new Date('2026-12-22T00:00:00Z'));
    expect(last(ana.inbox())).toContain('until 22 December 2026');
  });
});
