import { describe, expect, it, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { isDiscreet } from '../../src/domain/discreet.ts';
import { accountId, chatRef, senderRef } from '../../src/domain/ids.ts';
import type { Inbound } from '../../src/domain/message.ts';
import { ChannelError } from '../../src/errors.ts';
import { createTranslate } from '../../src/i18n.ts';
import { transact } from '../../src/store/transaction.ts';
import { staffRoom } from '../support/staff-room.ts';
import { openDesk, openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';
import { type Colleague, last, type Team, team } from './desk-team.ts';

const BLOOD = 'I keep vomiting blood and feel very weak';
/** What no card in a group says of such a ticket. */
const SECRETS = ['blood', 'Medical', 'Li Na'];

/** A guest in room 1203 of the Sun Hotel with a medical emergency, and whoever is asked for. */
async function emergency(made?: Team) {
  const desk = made ?? (await team());
  const { bot } = desk;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const site = await bot.store.db.site.create({
    data: { id: crypto.randomUUID(), name: 'Sun Hotel', createdAt },
  });
  const guest = bot.person('telegram', { name: 'Li Na', locale: 'en' });
  await guest.says('Hello');
  await bot.store.db.person.updateMany({ data: { room: '1203', name: 'Li Na', siteId: site.id } });
  await guest.says(BLOOD);
  return { ...desk, guest };
}

const nothingOf = (texts: readonly string[], words: readonly string[] = SECRETS): void => {
  for (const word of words) expect(texts.join('\n')).not.toContain(word);
};

describe('a confidential ticket in a group', () => {
  it('is paged by number, urgency, room and site, and to carers in private with its words', async () => {
    const desk = await team();
    const medic = await desk.colleague('Zhao', 'medic');
    const admin = await desk.colleague('Mo', 'admin');
    await emergency(desk);
    const page = desk.group.texts().find((text) => text.includes('EMERGENCY #1 '));
    expect(page).toBe(
      '🔴 EMERGENCY #1 · room 1203\nSun Hotel\nConfidential. Claim it to read it in private.',
    );
    expect(medic.inbox().join()).toContain(BLOOD);
    nothingOf([...admin.inbox(), ...desk.group.texts()]);
    const reads = await desk.bot.store.db.audit.findMany({ where: { action: 'ticket.read' } });
    expect(reads.map(({ actor, channel }) => [actor, channel])).toEqual([
      [`staff:${medic.staffId}`, 'telegram'],
    ]);
  });

  it('shows nothing more whatever is done with it there', async () => {
    const desk = await emergency();
    const { group, colleague } = desk;
    const medic = await colleague('Zhao', 'medic');
    const wang = await colleague('Wang');
    for (const one of [medic, wang]) {
      await one.saysIn(group, '/queue');
      await one.saysIn(group, '/ticket 1');
    }
    await medic.saysIn(group, '/claim 1');
    await medic.saysIn(group, '/mine');
    await medic.saysIn(group, '/reply 1 !doctor-coming');
    await medic.pressesId('canned:1:3', group);
    await medic.pressesId('reply:1:3', group);
    await medic.saysIn(group, 'hold on', { replyTo: group.posts()[0]?.ref ?? '' });
    await desk.guest.says('Please hurry, so much blood everywhere');
    await medic.saysIn(group, '/transfer 1 Wang');
    await medic.saysIn(group, '/resolve 1 blood test was fine');
    await medic.saysIn(group, '/reopen 1');
    nothingOf(group.texts());
    expect(group.texts().join()).toContain('room 1203');
  });

  it('gives its name to nobody who may not read it, also where no room is known', async () => {
    const desk = await emergency();
    await desk.bot.store.db.person.updateMany({ data: { room: null } });
    const wang = await desk.colleague('Wang');
    await wang.pressesId('reply:1:1');
    expect(last(wang.inbox())).toBe('Your next message goes to #1 (room unknown).');
    await wang.says('/start ticket-1');
    await wang.pressesId('open:1');
    await wang.says('/queue');
    nothingOf(wang.inbox());
  });

  it('says on what it waits and what was promised to nobody there', async () => {
    const { bot, group, ...desk } = await emergency(
      await team({ accounts: { telegram: { edit: false, buttons: false } } }),
    );
    const medic = await desk.colleague('Zhao', 'medic');
    await medic.says('/claim 1');
    const around = {
      features: bot.app.features,
      t: createTranslate(),
      capabilities: () => bot.channel('telegram').capabilities,
    };
    const { findTicket } = await import('../../src/store/tickets.ts');
    const ticket = await findTicket(bot.store.db, 1);
    if (!ticket) throw new Error('no ticket');
    const params = { name: 'Zhao', who: 'the blood bank', text: 'a blood test at noon' };
    const actor = { role: 'medic', id: medic.staffId } as const;
    await transact(bot.store.db, async (tx) => {
      const work = createWork(tx, bot.clock.now(), around);
      let version = ticket.version;
      for (const what of ['waiting', 'chased', 'promised'] as const) {
        version += 1;
        const changed = { ...ticket, version };
        await work.emit({ type: 'ticket.changed', ticket: changed, before: ticket, what, params, actor });
      }
    });
    await bot.settle();
    nothingOf(group.texts());
    expect(group.texts().slice(-3)).toEqual([
      '#1 waits (Zhao)',
      '#1: still waiting',
      '#1: Zhao made a promise',
    ]);
  });
});

describe('what is confided on an ordinary ticket', () => {
  it('becomes a confidential ticket of its own, and what belongs to the first stays there', async () => {
    const { bot, group, ticket } = await team();
    const guest = bot.person('telegram', { name: 'Li Na', locale: 'en' });
    await guest.says('We have no milk powder left, please bring some');
    await guest.says('My son is hungry and keeps crying');
    expect(await bot.store.db.ticket.count()).toBe(1);
    await guest.says('I feel very depressed and cannot sleep');
    expect(await ticket(1)).toMatchObject({ need: 'supplies', restricted: false });
    expect(await ticket(2)).toMatchObject({ need: 'psychological', restricted: true });
    nothingOf(group.texts(), ['depressed', 'Psychological']);
  });
});

describe('asking the queue', () => {
  it('finds what it is about and what was said for those who may read it, and in private only', async () => {
    const desk = await emergency();
    const wang = await desk.colleague('Wang');
    const medic = await desk.colleague('Zhao', 'medic');
    for (const words of ['medical', 'blood', 'Li Na', '医疗']) {
      await wang.says(`/queue ${words}`);
      expect(last(wang.inbox()), words).not.toContain('#1');
      await medic.saysIn(desk.group, `/queue ${words}`);
      expect(last(desk.group.texts()), words).not.toContain('#1');
    }
    for (const words of ['medical', 'blood']) {
      await medic.says(`/queue ${words}`);
      expect(last(medic.inbox()), words).toContain('#1 · Medical help');
    }
    await wang.says('/claim 1');
    await wang.says('/queue medical');
    expect(last(wang.inbox())).toContain('#1 · Medical help');
  });
});

describe('an entered call', () => {
  it('shows a group no more than the card does, and nothing where guests read along', async () => {
    const desk = await team();
    const wang = await desk.colleague('Wang');
    await wang.saysIn(desk.group, '/call 1203 Li Na: she keeps vomiting blood');
    nothingOf(desk.group.texts(), ['blood', 'Medical', 'Li Na']);
    expect(desk.group.texts().join()).toContain('#1 · 🔒');
    const hotel = desk.bot.group('telegram', 'Hotel');
    await wang.saysIn(hotel, '/call 1204 Ana: she keeps vomiting blood');
    expect(last(hotel.texts())).toContain('travellers read along here');
    expect(await desk.bot.store.db.ticket.count()).toBe(1);
  });
});

describe('the ledger', () => {
  it('shows an administrator no words of a confidential ticket', async () => {
    const desk = await emergency();
    const admin = await desk.colleague('Mo', 'admin');
    const medic = await desk.colleague('Zhao', 'medic');
    await medic.says('/complaint 1');
    nothingOf(admin.inbox());
    await admin.says('/ledger');
    nothingOf(admin.inbox());
    expect(last(admin.inbox())).toContain('🔒');
    const boss = await desk.colleague('Boss', 'supervisor');
    await boss.says('/ledger');
    expect(last(boss.inbox())).toContain('blood');
  });
});

describe('a merged ticket', () => {
  it('stays confidential with what it took in, whatever it is called later', async () => {
    const desk = await emergency();
    const medic = await desk.colleague('Zhao', 'medic');
    await desk.guest.says('/need We have no drinking water in our room');
    await medic.says('/claim 1');
    await medic.says('/merge 1 into 2');
    await medic.says('/need 2 supplies');
    expect(await desk.ticket(2)).toMatchObject({ need: 'supplies', restricted: true });
    nothingOf(desk.group.texts(), ['blood']);
  });
});

describe('an offer', () => {
  it('shows the words in private to those who may read them, which is on record, and to no others', async () => {
    const desk = await emergency();
    const medic = await desk.colleague('Zhao', 'medic');
    const counsellor = await desk.colleague('Chen', 'counsellor');
    const wang = await desk.colleague('Wang');
    await medic.says('/claim 1');
    await medic.says('/transfer 1 Wang');
    nothingOf(wang.inbox());
    await wang.says('/accept 1');
    expect(wang.inbox().join()).toContain(BLOOD);
    await wang.says('/transfer 1 Chen');
    expect(last(counsellor.inbox())).toContain(BLOOD);
    const reads = await desk.bot.store.db.audit.findMany({
      where: { action: 'ticket.read' },
      orderBy: { id: 'asc' },
    });
    expect(reads.map((row) => row.actor)).toEqual(
      [medic, wang, counsellor].map(({ staffId }) => `staff:${staffId}`),
    );
  });
});

describe('reading is on record', () => {
  it('once for each reading however long it is, and not for what everybody may read', async () => {
    const desk = await emergency();
    const medic = await desk.colleague('Zhao', 'medic');
    for (const letter of ['a', 'b', 'c']) await desk.guest.says(`${letter.repeat(2500)} blood`);
    const count = () => desk.bot.store.db.audit.count({ where: { action: 'ticket.read' } });
    await medic.says('/ticket 1');
    expect(await count()).toBe(1);
    await medic.saysIn(desk.group, '/ticket 1');
    await medic.says('/start ticket-1');
    expect(await count()).toBe(3);
    await desk.bot.person('telegram', { locale: 'en' }).says('We have no drinking water in our room');
    await medic.says('/ticket 2');
    expect(await count()).toBe(3);
  });
});

describe('undelivered words', () => {
  it('are told of without themselves', async () => {
    const desk = await emergency();
    const { bot, guest, group } = desk;
    const medic = await desk.colleague('Zhao', 'medic');
    await medic.says('/claim 1');
    bot.channel('telegram').failAlways(guest.id, new ChannelError('permanent', 'no', { reason: 'blocked' }));
    await medic.says('the blood test says nothing bad');
    bot.channel('telegram').failAlways(medic.id, new ChannelError('permanent', 'no', { reason: 'blocked' }));
    await guest.says('more blood');
    nothingOf(group.texts());
    expect(last(group.texts())).toContain('cannot be reached in private');
  });
});

describe('a message that could not be handled', () => {
  async function fails(desk: Team, sender: { id: string }, text: string): Promise<void> {
    const { bot } = desk;
    const inbound: Inbound = {
      account: accountId('telegram'),
      id: `poison-${text.length}`,
      chat: { id: chatRef(sender.id), kind: 'private' },
      sender: { id: senderRef(sender.id), name: 'Li Na' },
      at: bot.clock.now().toString(),
      addressed: true,
      text,
    };
    const around = {
      features: bot.app.features,
      t: createTranslate(),
      capabilities: () => bot.channel('telegram').capabilities,
    };
    await transact(bot.store.db, (tx) =>
      createWork(tx, bot.clock.now(), around).emit({
        type: 'inbound.failed',
        inbound,
        reference: `M${text.length}`,
      }),
    );
    await bot.settle();
  }
  const got = (one: Colleague, text: string): boolean => one.inbox().join().includes(text);

  it('goes to supervisors; to carers while there is none; never to an administrator', async () => {
    const desk = await emergency();
    const admin = await desk.colleague('Mo', 'admin');
    await fails(desk, desk.guest, 'nobody may read this');
    expect(last(desk.group.texts())).toContain('Nobody who may read it can be reached');
    const medic = await desk.colleague('Zhao', 'medic');
    await fails(desk, desk.guest, 'a carer may read this one');
    expect(last(desk.group.texts())).toContain('went in private to those who may read');
    const boss = await desk.colleague('Boss', 'supervisor');
    await fails(desk, desk.guest, 'only a supervisor reads this one');
    expect([got(medic, 'a carer may'), got(medic, 'only a supervisor')]).toEqual([true, false]);
    expect([got(boss, 'only a supervisor'), got(admin, 'read this')]).toEqual([true, false]);
  });

  it('of a colleague’s may be a restricted note, and goes to no administrator', async () => {
    const desk = await team();
    const admin = await desk.colleague('Mo', 'admin');
    const wang = await desk.colleague('Wang');
    await fails(desk, wang, '/note! 1 a secret');
    expect(got(admin, 'a secret')).toBe(false);
  });

  it('of somebody who has told nothing confidential goes to the administrator when there is nobody else', async () => {
    const desk = await team();
    const admin = await desk.colleague('Mo', 'admin');
    await fails(desk, desk.bot.person('telegram'), 'hello, is anybody there?');
    expect(got(admin, 'is anybody there?')).toBe(true);
  });
});

test('restricted notes are known by how they begin', () => {
  for (const text of ['/note! 1 x', '／note！1', '/NOTE@bot! 1', ' //! x', '密注1 x', '密註 x'])
    expect(isDiscreet(text), text).toBe(true);
  for (const text of ['/note 1 !', '// x', '/notes! 1', '密注册 x', 'please note! this', ''])
    expect(isDiscreet(text), text).toBe(false);
});

describe('the web desk', () => {
  it('keeps no words of confidential tickets in its history, and none of restricted notes typed there', async () => {
    const bot = await wholeApp();
    const room = await staffRoom(bot);
    const medic = await openDesk(bot.url, `/start ${await room.invite('medic')}`, {
      name: 'Sun',
      locale: 'en',
    });
    const li = await openDesk(bot.url, `/start ${await room.invite('liaison')}`, {
      name: 'Li',
      locale: 'en',
    });
    const guest = await openPage(bot.url, { locale: 'en', name: 'Ana' });
    await guest.say(BLOOD);
    await bot.settle();
    const card = await li.waitFor(/#1 · 🔒/, 'desk');
    await medic.press(await medic.waitFor(/#1 · 🔒/, 'desk'), card.choices?.[0]?.[0]?.id ?? '');
    await bot.settle();
    await medic.waitFor(BLOOD, 'me');
    await medic.say('/note! 1 she was pushed', {}, 'desk');
    await medic.say('@bot /note! 1 he pushed her', {}, 'desk');
    await medic.say('//! by whom?', { replyTo: card.seq }, 'desk');
    await medic.say('/queue', {}, 'desk');
    await li.say('/ticket 1', {}, 'desk');
    await bot.settle();
    await li.waitFor('#1 is confidential', 'desk');
    const notes = await bot.store.db.entry.findMany({ where: { kind: 'note' }, orderBy: { id: 'asc' } });
    expect(notes.map(({ text, restricted }) => [text, restricted])).toEqual([
      ['she was pushed', true],
      ['he pushed her', true],
      ['by whom?', true],
    ]);
    const later = await openDesk(bot.url, `/start ${await room.invite('admin')}`, {
      name: 'New',
      locale: 'en',
    });
    for (const one of [li, later]) {
      const kept = JSON.stringify([await one.history('desk'), await one.history('me')]);
      nothingOf([kept], ['blood', 'Medical', 'pushed', 'by whom']);
      expect(kept).toContain('🔒');
    }
    const stored = await bot.store.db.webMessage.findMany({ where: { chat: 'desk' } });
    nothingOf([JSON.stringify(stored.map((row) => row.content))], ['blood', 'Medical', 'pushed', 'by whom']);
    await bot.settle();
  });

  it('loses the words of a card that becomes confidential', async () => {
    const bot = await wholeApp();
    const room = await staffRoom(bot);
    const li = await openDesk(bot.url, `/start ${await room.invite('liaison')}`, {
      name: 'Li',
      locale: 'en',
    });
    const guest = await openPage(bot.url, { locale: 'en', name: 'Ana' });
    await guest.say('Our room has no drinking water and the tap is broken');
    await bot.settle();
    await li.waitFor('drinking water', 'desk');
    await li.say('/need 1 psychological', {}, 'desk');
    await bot.settle();
    await li.waitFor(/#1 · 🔒/, 'desk');
    expect(JSON.stringify(await li.history('desk'))).not.toContain('drinking water');
  });
});
