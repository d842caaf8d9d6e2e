import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accountId, chatRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { enqueueMessage } from '../../src/outbox/enqueue.ts';
import { CARRIED } from '../../src/store/move-person.ts';
import { readProgress } from '../../src/store/notice-progress.ts';
import { noticeKey } from '../../src/store/notice-sending.ts';
import { transact } from '../../src/store/transaction.ts';
import { last } from './desk-team.ts';
import { codeIn, scene } from './onboarding-team.ts';

const NEED = 'Our ten-month-old has no milk powder left, please help us';
const PAIN = 'I have had a headache and a cough since yesterday, may I see a doctor';

/** Ana on WeChat, known by a code, with a ticket of Wang's. */
async function anaOnWechat() {
  const made = await scene();
  const id = await made.announced({ name: 'Ana Lima', room: '1203', locale: 'en' });
  const wang = await made.colleague('Wang');
  await wang.says('/bindcode Ana Lima');
  const ana = made.bot.person('wechat', { locale: 'en', name: 'Ana' });
  await ana.says(codeIn(wang.inbox()));
  const kept = codeIn(ana.inbox());
  await ana.says(NEED);
  await wang.says('/claim 1');
  return { ...made, id, wang, ana, kept };
}

describe('the list of what goes along', () => {
  test('names every column of the database in which a person stands', async () => {
    const { bot } = await scene();
    const columns = await bot.store.db.$queryRaw<{ name: string }[]>`
      select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'person'::regclass
      union select table_name || '.' || column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'uuid'
          and column_name in ('person_id', 'speaker_id', 'subject_id', 'claimant_id', 'answered_by', 'signed_by')`;
    expect(columns.map(({ name }) => name).filter((name) => !(name in CARRIED))).toEqual([]);
  });

  test('carries a row of every kind, and where both have one, what says more stays', async () => {
    const { bot, announced, colleague, personOf } = await scene();
    const { db } = bot.store;
    const id = await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    const ana = bot.person('telegram', { locale: 'en' });
    await ana.says(NEED);
    const old = (await personOf(ana)) ?? '';
    await ana.says('/for Rosa Lima 1203');
    await ana.presses(/child/i);
    await ana.says(PAIN);
    const at = new Date(bot.clock.now().epochMilliseconds);
    const day = new Date('2026-05-01');
    await db.checkIn.create({ data: { personId: id, day, askedAt: at } });
    await db.checkIn.create({
      data: { personId: old, day, answeredAt: at, noSymptoms: true, state: 'answered' },
    });
    await db.careFlag.create({ data: { personId: old, kind: 'diet' } });
    await db.faqMiss.create({
      data: { id: crypto.randomUUID(), question: 'When?', locale: 'en', personId: old, askedAt: at },
    });
    await wang.says('/bindcode Ana Lima');
    await ana.says(codeIn(wang.inbox()));
    expect(await personOf(ana)).toBe(id);
    expect(await db.checkIn.findMany()).toMatchObject([{ personId: id, noSymptoms: true }]);
    expect(await db.careFlag.findMany()).toMatchObject([{ personId: id, kind: 'diet' }]);
    expect(await db.faqMiss.findMany()).toMatchObject([{ personId: id }]);
    expect(await db.proxy.findMany()).toMatchObject([{ speakerId: id }]);
    expect(await db.ticket.findMany({ orderBy: { number: 'asc' } })).toMatchObject([
      { personId: id },
      { speakerId: id },
    ]);
    const everywhere = await Promise.all(
      Object.keys(CARRIED).map(async (column) => {
        const [table, name] = column.split('.');
        const rows = await db.$queryRawUnsafe<unknown[]>(`select 1 from ${table} where ${name} = '${old}'`);
        return rows.length;
      }),
    );
    expect(everywhere.every((count) => count === 0)).toBe(true);
  });
});

describe('somebody loses WeChat and goes on by web', () => {
  test('by the link that was kept: tickets, answers and talk go on there', async () => {
    const { bot, id, wang, ana, kept, personOf, ticket } = await anaOnWechat();
    expect(last(ana.inbox())).not.toBe('');
    bot.channel('wechat').host?.onHealth({ state: 'offline', detail: 'banned' });
    bot.channel('wechat').failAlways(ana.id, new ChannelError('permanent', 'banned', { reason: 'rejected' }));
    await bot.settle();
    await wang.says('The milk powder is at your door');
    expect(ana.inbox().join()).not.toContain('at your door');
    const web = bot.person('web', { locale: 'en' });
    await web.says(`/start ${kept}`);
    expect(await personOf(web)).toBe(id);
    expect(web.inbox().join('\n')).toMatch(/Welcome, Ana Lima/);
    // What could not be delivered any more is there as well.
    expect(web.inbox().join('\n')).toContain('at your door');
    expect(await ticket(1)).toMatchObject({ account: 'web', privateChat: web.id, deliveryProblem: null });
    await wang.says('Do you need anything else?');
    expect(last(web.inbox())).toContain('Do you need anything else?');
    await web.says('Thank you, that is all');
    expect(await bot.store.db.ticket.count()).toBe(1);
    await web.presses(/Stop WeChat/);
    expect(await personOf(ana)).toBeNull();
    expect(last(web.inbox())).toMatch(/WeChat any more/);
    // Whoever has the old phone is a stranger.
    bot.channel('wechat').failAlways(ana.id, undefined);
    await ana.says('/tickets');
    expect(last(ana.inbox())).not.toContain('#1');
  });

  test('both accounts may stay, and answers go where they wrote last', async () => {
    const { bot, wang, ana, kept, ticket } = await anaOnWechat();
    const web = bot.person('web', { locale: 'en' });
    await web.says(`/start ${kept}`);
    expect(last(ana.inbox())).toMatch(/Another account \(web page\)/);
    await web.presses(/Keep everything/);
    await wang.says('One moment please');
    expect(last(web.inbox())).toContain('One moment please');
    await ana.says('I am back on my phone');
    expect(await ticket(1)).toMatchObject({ account: 'wechat', privateChat: ana.id });
    await wang.says('Good to hear');
    expect(last(ana.inbox())).toContain('Good to hear');
  });

  test('without any link: staff make sure by phone and give a code, which ends every link in the lost phone', async () => {
    const { bot, id, wang, kept, personOf } = await anaOnWechat();
    await wang.says('/bindcode Ana Lima');
    expect(last(wang.inbox())).toMatch(/by phone/);
    const thief = bot.person('web');
    await thief.says(`/start ${kept}`);
    expect(await personOf(thief)).toBeNull();
    const web = bot.person('web', { locale: 'en' });
    await web.says(`/start ${codeIn(wang.inbox())}`);
    expect(await personOf(web)).toBe(id);
  });
});

describe('what the lost account missed', () => {
  /** As the platform has it when somebody is no friend any more. */
  const BLOCKED = new ChannelError('permanent', 'no friend', { reason: 'blocked' });

  /** Ana's WeChat is closed after her date is known; her link still holds. */
  async function lost() {
    const made = await anaOnWechat();
    const { bot, id, colleague } = made;
    const admin = await colleague('Ada', 'admin');
    await bot.store.db.stay.updateMany({
      where: { personId: id },
      data: { entryOn: new Date('2026-11-18') },
    });
    await admin.says('/stayrules 14');
    await bot.later({ hours: 5 });
    bot.channel('wechat').failAlways(made.ana.id, BLOCKED);
    const web = bot.person('web', { locale: 'en' });
    const opens = () => web.says(`/start ${made.kept}`);
    const count = (words: string) => web.inbox().filter((text) => text.includes(words)).length;
    return { ...made, web, opens, count };
  }

  test('news of her date that was refused there, a second change after it, and both of them once', async () => {
    const { bot, colleague, wang, ana, opens, count, id } = await lost();
    expect(ana.inbox().join('\n')).toContain('2 December');
    const boss = await colleague('Sue', 'supervisor');
    for (const [at, words] of ['2 the laboratory is late', '1 no transport'].entries()) {
      await wang.says(`/extend Ana Lima ${words}`);
      await boss.says(`/approve ${at + 1}`);
    }
    const { toldReleaseOn } = await bot.store.db.stay.findFirstOrThrow({ where: { personId: id } });
    expect(toldReleaseOn?.toISOString()).toContain('2026-12-04');
    await opens();
    await bot.later({ seconds: 1 });
    expect(count('until now we had told you 2 December')).toBe(1);
    expect(count('until now we had told you 4 December')).toBe(1);
    await bot.later({ minutes: 5 });
    expect(count('until now we had told you')).toBe(2);
  });

  test('the question of the day, as long as it can be answered; not what was only an answer to her words', async () => {
    const { bot, ana, opens, web, count } = await lost();
    await bot.later({ hours: 2 });
    await ana.says('/tickets');
    expect(ana.inbox().join('\n')).not.toContain('How are you today');
    await opens();
    expect(count('How are you today')).toBe(1);
    expect(count('Your requests')).toBe(0);
    await web.presses(/All fine/);
    expect(await bot.store.db.checkIn.findMany()).toMatchObject([{ noSymptoms: true, state: 'answered' }]);
  });

  test('a reminder that fell due while nothing reached her, while it is still worth something', async () => {
    const { bot, wang, opens, count } = await lost();
    await wang.says('The milk powder is at your door');
    await bot.later({ hours: 24 * 7 + 4 });
    expect(await bot.store.db.reminder.findMany({ where: { kind: 'release-3' } })).toMatchObject([
      { state: 'unreachable' },
    ]);
    await opens();
    await bot.later({ seconds: 1 });
    expect(count('coming to its end')).toBe(1);
    expect(await bot.store.db.reminder.findMany({ where: { kind: 'release-3' } })).toMatchObject([
      { state: 'sent' },
    ]);
  });

  test('a reminder that was refused there and told of as such; the list has it as said now', async () => {
    const { bot, opens, count } = await lost();
    await bot.later({ hours: 24 * 7 + 4 });
    await bot.later({ minutes: 6 });
    const reminder = () => bot.store.db.reminder.findMany({ where: { kind: 'release-3' } });
    expect(await reminder()).toMatchObject([{ state: 'unreachable' }]);
    await opens();
    await bot.later({ minutes: 6 });
    expect(count('coming to its end')).toBe(1);
    expect(await reminder()).toMatchObject([{ state: 'sent' }]);
  });

  test('a reminder that waits for a dead account is not told of as lost when it came along', async () => {
    const { bot, opens, count, ana, group } = await lost();
    bot.channel('wechat').failAlways(ana.id, new ChannelError('retry', 'offline'));
    bot.channel('wechat').host?.onHealth({ state: 'offline', detail: 'banned' });
    await bot.later({ hours: 24 * 7 });
    const before = group.texts().length;
    await bot.later({ hours: 4 });
    await opens();
    await bot.later({ seconds: 1 });
    await bot.later({ minutes: 6 });
    expect(count('coming to its end')).toBe(1);
    expect(await bot.store.db.reminder.findMany({ where: { kind: 'release-3' } })).toMatchObject([
      { state: 'sent' },
    ]);
    expect(group.texts().slice(before).join('\n')).not.toMatch(/reminder/i);
  });

  test('a notice that was refused there, if it is still in force; as one message of it', async () => {
    const { bot, opens, count, ana, wang } = await lost();
    const { db } = bot.store;
    const at = new Date(bot.clock.now().epochMilliseconds);
    const issue = async (number: number, state: string): Promise<string> => {
      const id = crypto.randomUUID();
      const by = { createdBy: wang.staffId, createdAt: at, approvedAt: at, lookedAt: at };
      await db.notice.create({ data: { id, issuer: 'Centre', number, state, audience: {}, ...by } });
      await transact(db, async (tx) => {
        const chat = { account: accountId('wechat'), chat: chatRef(ana.id), kind: 'private' } as const;
        const key = noticeKey(id, 'wechat', ana.id);
        enqueueMessage(tx, bot.clock.now(), chat, { text: `Notice ${number}` }, { key, lane: 'bulk' });
      });
      return id;
    };
    const ids = [await issue(2, 'withdrawn'), await issue(3, 'sent')];
    await bot.later({ seconds: 1 });
    await opens();
    await bot.later({ seconds: 1 });
    expect([count('Notice 2'), count('Notice 3')]).toEqual([0, 1]);
    expect(await readProgress(db, ids[1] ?? '')).toMatchObject({ sent: 1, failed: 0, waiting: 0 });
  });

  test('colleagues read on the ticket from where she goes on, there and back', async () => {
    const { bot, wang, ana, opens } = await lost();
    await opens();
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain('Goes on from web (before: wechat)');
    bot.channel('wechat').failAlways(ana.id, undefined);
    await ana.says('I am back on my phone');
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain('Goes on from wechat (before: web)');
    const { state } = await bot.store.db.chat.findFirstOrThrow({ where: { externalId: ana.id } });
    expect(state).toBe('open');
  });

  test('an answer that was kept until a private chat is opened', async () => {
    const { bot, colleague, ticket } = await scene();
    const wang = await colleague('Wang');
    const guest = bot.person('telegram', { locale: 'en', name: 'Bo' });
    await guest.saysIn(bot.group('telegram'), NEED, { addressed: true });
    await wang.says('/reply 1 It stands at your door');
    expect(await ticket(1)).toMatchObject({ privateChat: null, deliveryProblem: 'no-private-chat' });
    await wang.says('/bindcode #1');
    const web = bot.person('web', { locale: 'en' });
    await web.says(`/start ${codeIn(wang.inbox())}`);
    expect(web.inbox().filter((text) => text.includes('It stands at your door'))).toHaveLength(1);
    expect(await ticket(1)).toMatchObject({ account: 'web', privateChat: web.id, deliveryProblem: null });
  });
});

describe('/move', () => {
  test('gives links and the code, in private only; an unregistered traveller moves as well', async () => {
    const { bot, personOf, ticket } = await scene();
    const ana = bot.person('wechat', { locale: 'en', name: 'Ana' });
    await ana.says(NEED);
    await ana.says('/move');
    expect(last(ana.inbox())).toContain(`https://web.example/?start=${codeIn(ana.inbox())}`);
    expect(last(ana.inbox())).toMatch(/send it to nobody/);
    const guests = bot.group('wechat');
    await ana.saysIn(guests, '/move');
    expect(last(guests.texts())).toMatch(/private chat/);
    const web = bot.person('web', { locale: 'en' });
    await web.says(codeIn(ana.inbox()));
    expect(await personOf(web)).toBe(await personOf(ana));
    expect(await ticket(1)).toMatchObject({ account: 'web' });
    await ana.says('/help');
    expect(last(ana.inbox())).toContain('/move');
  });

  test('a link that was sent on takes nobody in by a careless press', async () => {
    const { bot, personOf } = await scene();
    const sly = bot.person('telegram', { locale: 'en', name: 'Sly' });
    await sly.says(NEED);
    await sly.says('/move');
    const victim = bot.person('telegram', { locale: 'en', name: 'Vic' });
    await victim.says(PAIN);
    const own = await personOf(victim);
    await victim.says(`/start ${codeIn(sly.inbox())}`);
    expect(last(victim.inbox())).toMatch(/Is that you/);
    await victim.presses(/somebody else/);
    expect(await personOf(victim)).toBe(own);
    await victim.says(`/start ${codeIn(sly.inbox())}`);
    await victim.presses(/that is me/);
    expect(await personOf(victim)).toBe(await personOf(sly));
    await victim.presses(/that is me/);
    expect(last(victim.inbox())).toMatch(/no longer|old|any more/i);
    expect(await bot.store.db.ticket.count({ where: { personId: (await personOf(sly)) ?? '' } })).toBe(2);
  });

  test('one press on another’s old account gives nothing up', async () => {
    const { bot, ana, kept, personOf } = await anaOnWechat();
    const own = await bot.store.db.channelIdentity.findFirstOrThrow({ where: { externalId: ana.id } });
    const stranger = bot.person('web', { locale: 'en' });
    await stranger.says(PAIN);
    await stranger.pressesId(`accountdrop:${own.id}`);
    expect(await personOf(ana)).not.toBeNull();
    expect(kept).not.toBe('no code');
  });
});

describe('the plain greeting', () => {
  test('offers the other way once', async () => {
    const { bot } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/start');
    expect(guest.inbox()).toHaveLength(2);
    expect(last(guest.inbox())).toContain('https://web.example/?start=');
    await guest.says('/start');
    expect(guest.inbox()).toHaveLength(3);
    const there = bot.person('web', { locale: 'en' });
    await there.says('/start');
    expect(last(there.inbox())).not.toContain('https://web.example');
  });
});

describe('a new friend on WeChat', () => {
  test('is greeted, and has a link for the day the account is closed', async () => {
    const { bot, personOf } = await scene();
    const guest = bot.person('wechat', { locale: 'zh-CN' });
    await guest.event({ type: 'opened' });
    expect(guest.inbox()[0]).toMatch(/联络组/);
    const link = codeIn(guest.inbox());
    expect(last(guest.inbox())).toContain(`https://web.example/?start=${link}`);
    await guest.says('房间里没有热水了，请帮忙');
    const web = bot.person('web', { locale: 'zh-CN' });
    await web.says(`/start ${link}`);
    expect(await personOf(web)).toBe(await personOf(guest));
    const other = bot.person('telegram');
    await other.event({ type: 'opened' });
    expect(other.inbox()).toEqual([]);
  });
});

describe('/danger', () => {
  test('a supervisor has everybody on an account told where to go on; those with another account are left alone', async () => {
    const { bot, colleague, announced, personOf } = await scene();
    const boss = await colleague('Bo', 'supervisor');
    for (const [at, locale] of ['fr', 'zh-CN', 'en'].entries()) {
      await announced({ name: `Guest Number${at}`, room: `12${at}` });
      await boss.says(`/bindcode Guest Number${at}`);
      await bot.person('wechat', { locale, id: `w${at}` }).says(codeIn(boss.inbox()));
    }
    await boss.says('/bindcode Guest Number2');
    await bot.person('web', { locale: 'en' }).says(`/start ${codeIn(boss.inbox())}`);
    await boss.says('/danger');
    expect(last(boss.inbox())).toMatch(/telegram, web, wechat/);
    await boss.says('/danger wechat');
    expect(last(boss.inbox())).toMatch(/^2 travellers/);
    await boss.presses(/tell them/);
    await bot.later({ seconds: 1 });
    const texts = (id: string) =>
      bot
        .channel('wechat')
        .posts.get(id)
        ?.map((post) => post.content.text ?? '') ?? [];
    expect(last(texts('w0'))).toMatch(/Notre compte/);
    expect(last(texts('w1'))).toMatch(/这个账号/);
    expect(last(texts('w2'))).not.toMatch(/account of ours/);
    const count = texts('w0').length;
    await bot.later({ minutes: 1 });
    expect(texts('w0')).toHaveLength(count);
    const web = bot.person('web', { locale: 'fr' });
    await web.says(`/start ${codeIn(texts('w0'))}`);
    expect(await personOf(web)).not.toBeNull();
    expect(await bot.store.db.audit.count({ where: { action: 'account.danger' } })).toBe(1);
    expect(await bot.store.db.setting.count({ where: { key: { startsWith: 'account-at-risk' } } })).toBe(0);
  });

  test('is of no use where there is nowhere else', async () => {
    const { bot, colleague } = await scene();
    const boss = await colleague('Bo', 'admin');
    bot.channel('telegram').host?.onHealth({ state: 'offline' });
    await bot.settle();
    await boss.says('/danger web');
    expect(last(boss.inbox())).toMatch(/nowhere else/);
    await boss.says('/danger wechat');
    expect(last(boss.inbox())).toMatch(/Nobody writes/);
  });
});

describe('/unbind', () => {
  test('an exchanged card: the stranger is one again, hears nothing more, and what was said meanwhile waits for her', async () => {
    const { bot, announced, colleague, personOf, ticket } = await scene();
    const id = await announced({ name: 'Ana Lima', room: '1203', locale: 'en' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    const bo = bot.person('telegram', { locale: 'en', name: 'Bo' });
    await bo.says(codeIn(wang.inbox()));
    const kept = codeIn(bo.inbox());
    await bo.says(NEED);
    await wang.says('/claim 1');
    expect(await personOf(bo)).toBe(id);

    await wang.says('/unbind Ana Lima');
    expect(last(wang.inbox())).toMatch(/somebody writes as Ana Lima/);
    await wang.presses('Disconnect Telegram: Bo');
    expect(last(wang.inbox())).toMatch(
      /Telegram \(Bo\) no longer stands for Ana Lima[\s\S]*no other account[\s\S]*stays with them: #1\./,
    );
    expect(last(bo.inbox())).toMatch(/taken this account for somebody else’s/);
    expect(await personOf(bo)).toBeNull();
    const heard = bo.inbox().length;
    await wang.says('/reply 1 The milk powder is at your door');
    expect(await ticket(1)).toMatchObject({ personId: id, privateChat: null });
    expect(bo.inbox()).toHaveLength(heard);
    // The link that lies in his chat is worth nothing, and his next request is his own.
    await bo.says(`/start ${kept}`);
    await bo.says(PAIN);
    expect(await personOf(bo)).not.toBe(id);
    expect((await ticket(2)).personId).not.toBe(id);
    await wang.pressesId(`unbindgo:${randomUUID()}`);
    expect(last(wang.inbox())).toMatch(/no longer|out of date|old/i);

    await wang.says('/unbind Ana Lima');
    expect(last(wang.inbox())).toBe('Nobody writes as Ana Lima · 1203 · Sun Hotel.');
    await wang.says('/bindcode Ana Lima');
    const ana = bot.person('wechat', { locale: 'en', name: 'Ana' });
    await ana.says(codeIn(wang.inbox()));
    expect(ana.inbox().join('\n')).toContain('at your door');
    const audit = await bot.store.db.audit.findFirstOrThrow({ where: { action: 'person.unbind' } });
    expect(audit).toMatchObject({ actor: `staff:${wang.staffId}` });
  });

  test('of two accounts one stays, and answers go there', async () => {
    const { bot, wang, ana, kept, personOf, id, ticket } = await anaOnWechat();
    const web = bot.person('web', { locale: 'en' });
    await web.says(`/start ${kept}`);
    await wang.says('/unbind Ana Lima');
    await wang.presses(/web page/i);
    expect(last(wang.inbox())).not.toMatch(/no other account/);
    expect(await personOf(web)).toBeNull();
    expect(await personOf(ana)).toBe(id);
    await wang.says('/reply 1 At your door');
    expect(ana.inbox().join()).toContain('At your door');
    expect(web.inbox().join()).not.toContain('At your door');
    expect(await ticket(1)).toMatchObject({ account: 'wechat', privateChat: ana.id });
  });
});
