import { describe, expect, it } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { accountId, chatRef, senderRef } from '../../src/domain/ids.ts';
import type { Inbound } from '../../src/domain/message.ts';
import { createTranslate } from '../../src/i18n.ts';
import { changeTicket, findTicket } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';

describe('where staff are', () => {
  it('nothing of the desk is shown where travellers read along', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const hotel = bot.group('telegram', 'Hotel');
    const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await guest.says('I need a blanket, it is very cold in here');
    await wang.saysIn(hotel, 'Good morning everybody, my stomach hurts too');
    expect(await bot.store.db.ticket.count()).toBe(1);
    for (const command of ['/queue', '/ticket 1', '/claim 1', '/reply 1 hello', '/canned']) {
      await wang.saysIn(hotel, command);
      expect(last(hotel.texts())).toContain('travellers read along here');
    }
    for (const choice of ['queue:0', 'claim:1:1', 'open:1']) {
      await wang.pressesId(choice, hotel);
      expect(last(hotel.texts())).toContain('travellers read along here');
    }
    expect(hotel.texts().join()).not.toContain('blanket');
    expect((await ticket(1)).state).toBe('new');
  });

  it('carries words and files between platforms', async () => {
    const { bot, group, colleague } = await team({
      accounts: { telegram: {}, wechat: { buttons: false, edit: false } },
    });
    const wang = await colleague('Wang');
    const student = bot.person('wechat', { locale: 'en' });
    await student.says('I need a quiet room and a power strip for my online exam tomorrow');
    await wang.presses(/^Claim$/, group);
    await wang.says('This one?', { media: [{ kind: 'photo', id: 'strip' }] });
    expect(last(student.inbox())).toContain('This one?');
    const file = student.posts().at(-1)?.content.media?.[0];
    expect(new TextDecoder().decode(file?.bytes)).toBe('bytes of strip');
    await student.says('Perfect, thank you so much', { media: [{ kind: 'photo', id: 'desk' }] });
    expect(wang.posts().at(-1)?.content.media?.[0]).toMatchObject({ account: 'wechat', id: 'desk' });
  });

  it('relays to the account on which the owner took the ticket', async () => {
    const { bot, colleague } = await team({ accounts: { telegram: {}, web: { writeFirst: true } } });
    const wang = await colleague('Wang');
    const atDesk = bot.person('web', { name: 'Wang' });
    await atDesk.says('hello');
    await bot.store.db.channelIdentity.updateMany({
      where: { externalId: atDesk.id },
      data: { staffId: wang.staffId, personId: null },
    });
    const mum = bot.person('telegram', { name: 'Li Na', locale: 'en' });
    await mum.says(MILK);
    await wang.says('/queue');
    await atDesk.says('/claim 1');
    await mum.says('Are you coming soon with the milk?');
    expect(last(atDesk.inbox())).toContain('Are you coming soon');
    expect(wang.inbox().join()).not.toContain('Are you coming soon');
  });
});

describe('races', () => {
  it('two and fifty concurrent transactions claim a ticket once', async () => {
    for (const rivals of [2, 50]) {
      const { bot, colleague } = await team();
      await bot.person('telegram', { locale: 'en' }).says(MILK);
      const crowd = await Promise.all(Array.from({ length: rivals }, (_one, at) => colleague(`Rival ${at}`)));
      const before = await findTicket(bot.store.db, 1);
      if (!before) throw new Error('no ticket');
      const now = bot.clock.now();
      const results = await Promise.all(
        crowd.map(({ staffId }) =>
          transact(bot.store.db, (tx) =>
            changeTicket(
              tx,
              before,
              { states: ['new', 'reopened'], ownerId: null },
              { state: 'claimed', ownerId: staffId },
              { actor: { role: 'liaison', id: staffId }, action: 'ticket.claim', now },
            ),
          ),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await bot.store.db.audit.count({ where: { action: 'ticket.claim' } })).toBe(1);
    }
  });
});

describe('a message that could not be handled', () => {
  it('is reported to the team by reference and room, and its words to supervisors in private', async () => {
    const { bot, group, colleague } = await team();
    const wang = await colleague('Wang');
    const boss = await colleague('Boss', 'supervisor');
    const mum = bot.person('telegram', { name: 'Li Na', locale: 'en' });
    await mum.says(MILK);
    await bot.store.db.person.updateMany({ data: { room: '1203' } });
    const inbound: Inbound = {
      account: accountId('telegram'),
      id: 'poison',
      chat: { id: chatRef(mum.id), kind: 'private' },
      sender: { id: senderRef(mum.id), name: 'Li Na' },
      at: bot.clock.now().toString(),
      addressed: true,
      text: 'I feel so alone here',
    };
    const around = {
      features: bot.app.features,
      t: createTranslate(),
      capabilities: () => bot.channel('telegram').capabilities,
    };
    await transact(bot.store.db, (tx) =>
      createWork(tx, bot.clock.now(), around).emit({ type: 'inbound.failed', inbound, reference: 'M77' }),
    );
    await bot.settle();
    expect(last(group.texts())).toContain('(M77): room 1203');
    expect(last(boss.inbox())).toContain('Li Na, room 1203');
    expect(last(boss.inbox())).toContain('I feel so alone here');
    expect([...group.texts(), ...wang.inbox()].join()).not.toContain('alone');
  });
});
