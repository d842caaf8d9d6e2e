import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chatRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

/** Without times: `• 02:00 · Wang (telegram) · claimed · …`. */
const lines = (text: string): string[] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^• (?:\d{4}-\d\d-\d\d )?\d\d:\d\d · /, ''));

async function withTicket() {
  const made = await team();
  const boss = await made.colleague('Boss', 'supervisor');
  const wang = await made.colleague('Wang');
  const mum = made.bot.person('telegram', { name: 'Li Na', locale: 'en' });
  await mum.says(MILK);
  return { ...made, boss, wang, mum };
}

describe('the history of a ticket', () => {
  it('says in plain words what was done, newest last, and none of what was said', async () => {
    const { bot, boss, wang, mum, colleague } = await withTicket();
    await colleague('Zhao');
    await bot.store.db.person.updateMany({ data: { room: '1203' } });
    await wang.says('/claim 1');
    await wang.says('It is on its way');
    await wang.says('Two tins');
    await wang.says('/need 1 study');
    await wang.says('/urgency 1 normal');
    await wang.says('/transfer 1 Zhao');
    await wang.says('/resolve 1 Bon appetit');
    await mum.presses(/^2 ★$/);
    await mum.says('It took too long and the tin was dented');
    await boss.says('/audit 1');
    const shown = last(boss.inbox());
    expect(shown.split('\n')[0]).toBe('History of #1, newest last:');
    expect(lines(shown)).toEqual([
      'traveller 1203 (telegram) · opened · status: unclaimed · need: Supplies · urgency: urgent · team: Day shift',
      'Wang (telegram) · claimed · status: unclaimed → claimed · with: – → Wang',
      'Wang (telegram) · answered',
      'Wang (telegram) · answered',
      'Wang (telegram) · corrected · need: Supplies → Online class or exam',
      'Wang (telegram) · corrected · urgency: urgent → normal',
      'Wang (telegram) · offered to somebody else · offered to: – → Zhao',
      'Wang (telegram) · answered',
      'Wang (telegram) · resolved · status: claimed → resolved · offered to: Zhao → –',
      'traveller 1203 (telegram) · rated · status: resolved → closed · rating: – → 2',
      'traveller 1203 (telegram) · comment added to the rating',
    ]);
    const rows = await bot.store.db.audit.findMany();
    const kept = JSON.stringify(rows.map(({ before, after }) => [before, after]));
    for (const words of ['tins', 'dented', 'milk', 'appetit', 'on its way'])
      expect(kept + shown).not.toContain(words);
    for (const row of rows) expect(row.actor === 'system' || row.channel !== null, row.action).toBe(true);
  });

  it('comes a page at a time, the newest first, with a button for what came before', async () => {
    const { bot, boss, wang } = await withTicket();
    for (let turn = 0; turn < 20; turn += 1) {
      await wang.says(turn % 2 === 0 ? '/claim 1' : '/release 1');
    }
    await boss.says('/audit 1');
    const newest = lines(last(boss.inbox()));
    expect(newest).toHaveLength(15);
    expect(newest.at(-1)).toContain('released');
    await wang.says('/claim 1');
    await boss.presses(/^Earlier$/);
    const older = lines(last(boss.inbox()));
    expect(older).toHaveLength(6);
    expect(older[0]).toContain('opened');
    expect(boss.posts().at(-1)?.content.choices?.flat() ?? []).toEqual([]);
    expect(await bot.store.db.audit.count()).toBe(22);
  });

  it('is read in Chinese, by word, by quote, and from the group in private only', async () => {
    const { bot, group, colleague } = await withTicket();
    const liu = await colleague('刘', 'supervisor', { locale: 'zh-CN' });
    const chen = await colleague('陳', 'supervisor', { locale: 'zh-TW' });
    await liu.says('审计1');
    expect(last(liu.inbox())).toContain('#1 的操作记录（最新的在最后）：');
    expect(last(liu.inbox())).toContain('提出 · 状态: 待认领 · 类别: 生活物资');
    await chen.says('審計 1');
    expect(last(chen.inbox())).toContain('操作紀錄');
    const posts = group.texts().length;
    await liu.saysIn(group, '/audit', { replyTo: group.posts()[0]?.ref ?? '' });
    expect(group.texts().slice(posts)).toEqual(['已私下发给您。']);
    expect(liu.inbox().filter((text) => text.includes('#1 的操作记录'))).toHaveLength(2);
    const stranger = await colleague('Far', 'supervisor', { isReachable: false });
    await stranger.saysIn(group, '/audit 1');
    expect(last(group.texts())).toContain('only show that in private');
    expect(bot.app.features.some((feature) => feature.name === 'audit')).toBe(true);
  });

  it('does not tell an administrator what a confidential ticket is about', async () => {
    const { bot, boss, colleague } = await withTicket();
    const admin = await colleague('Mo', 'admin');
    await bot.person('telegram', { locale: 'en' }).says(BLOOD);
    await admin.says('/audit 2');
    expect(last(admin.inbox())).toContain('opened · status: unclaimed · urgency: EMERGENCY');
    expect(last(admin.inbox())).not.toContain('Medical');
    await boss.says('/audit 2');
    expect(last(boss.inbox())).toContain('need: Medical help');
  });

  it('is refused to others, and asks for what is missing', async () => {
    const { bot, group, boss, wang, mum } = await withTicket();
    for (const ask of ['/audit 1', '/audit config', '/audit staff', '/audit staff Wang']) {
      await wang.says(ask);
      expect(last(wang.inbox())).toContain('not among the things your role (liaison) may do');
    }
    for (const id of ['audit:ticket:1:99', 'audit:config:-:99', 'audit:staff:-:99']) {
      await wang.pressesId(id);
      expect(last(wang.inbox())).toContain('your role (liaison)');
    }
    await mum.says('/audit 1');
    expect(last(mum.inbox())).toContain('/audit is for the team');
    await boss.says('/audit');
    expect(last(boss.inbox())).toContain('Please write it like this: /audit 12');
    await boss.says('/audit 77');
    expect(last(boss.inbox())).toContain('no ticket #77');
    await boss.says('/audit staff Nobody');
    expect(last(boss.inbox())).toContain('Nobody on the team is called Nobody');
    for (const id of [
      'audit:ticket:x:1',
      'audit:staff:x:1',
      'audit:config:-:x',
      'audit:what',
      'audit:ticket:99:1',
    ]) {
      await boss.pressesId(id);
      expect(last(boss.inbox())).toContain('no longer fits');
    }
    const hotel = bot.group('telegram', 'Hotel');
    await boss.saysIn(hotel, '/audit 1');
    expect(last(hotel.texts())).toContain('travellers read along here');
    const posts = group.texts().length;
    await boss.saysIn(group, '审计的事情明天再说');
    expect(group.texts()).toHaveLength(posts);
  });
});

describe('the history of colleagues and settings', () => {
  it('tells who came, left and changed roles, and what one of them did', async () => {
    const { bot, colleague, wang } = await withTicket();
    const admin = await colleague('Mo', 'admin');
    await admin.says('/invite medic');
    const code = /[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2}/.exec(last(admin.inbox()))?.[0];
    const chen = bot.person('telegram', { name: 'Chen', locale: 'en' });
    await chen.says(`/start ${code}`);
    await wang.says('/claim 1');
    await admin.says('/staff Chen counsellor');
    await admin.says('/staff Wang off');
    await admin.says('/staff Wang on');
    await chen.says('/name Dr Chen');
    await admin.says('/audit staff');
    expect(lines(last(admin.inbox()))).toEqual([
      'Mo (telegram) · invited somebody · role: medic',
      'Dr Chen (telegram) · joined the team · colleague: Dr Chen · role: medic · active: yes',
      'Mo (telegram) · changed a role · colleague: Dr Chen · role: medic → counsellor',
      'Mo (telegram) · switched a colleague off · colleague: Wang · active: yes → no',
      'Mo (telegram) · switched a colleague on · colleague: Wang · active: no → yes',
      'Dr Chen (telegram) · changed the own name · colleague: Dr Chen · name: Chen → Dr Chen',
    ]);
    await admin.says('审计 人员 @wang');
    expect(lines(last(admin.inbox()))).toEqual([
      'Wang (telegram) · claimed #1 · status: unclaimed → claimed · with: – → Wang',
      'Mo (telegram) · switched a colleague off · colleague: Wang · active: yes → no',
      'Mo (telegram) · switched a colleague on · colleague: Wang · active: no → yes',
    ]);
    await admin.says('/audit staff@Dr Chen');
    expect(lines(last(admin.inbox()))).toHaveLength(3);
  });

  it('tells how teams, sites and answers were set, and says when nothing is on record', async () => {
    const { bot, colleague, boss } = await withTicket();
    const admin = await colleague('Mo', 'admin');
    await boss.says('/audit config');
    expect(last(boss.inbox())).toContain('Nothing is on record');
    const night = bot.group('telegram', 'Night');
    await admin.saysIn(night, '/team Night shift');
    await admin.says('/site "Sun Hotel" phone=120');
    await admin.says('/site "Sun Hotel" phone=110 zone=Asia/Tokyo');
    const hotel = bot.group('telegram', 'Hotel');
    await admin.saysIn(hotel, '/site "Sun Hotel"');
    await boss.says('/canned tea en Tea is on its way');
    await boss.says('/canned tea en Tea is there');
    await boss.says('/audit config');
    expect(lines(last(boss.inbox()))).toEqual(
      [
        'Mo (telegram) · tied a group to a team · team: – → Night shift · name: Night shift',
        'Mo (telegram) · saved a site · name: Sun Hotel · emergency number: 120',
        'Mo (telegram) · saved a site · emergency number: 120 → 110 · time zone: – → Asia/Tokyo',
        'Mo (telegram) · saved a site',
        'Mo (telegram) · tied a group to a site · site: – → Sun Hotel',
        'Boss (telegram) · set a canned answer · language: en · name: tea',
        'Boss (telegram) · set a canned answer · language: en · name: tea',
      ].map((line) => expect.stringContaining(line.split(' · ').slice(0, 2).join(' · '))),
    );
    const text = last(boss.inbox());
    for (const part of ['team: – → Night shift', 'emergency number: 120 → 110', 'site: – → Sun Hotel'])
      expect(text).toContain(part);
    const answers = await bot.store.db.audit.findMany({
      where: { action: 'canned.edit' },
      orderBy: { id: 'asc' },
    });
    expect(answers.map(({ before, after }) => [before, after])).toEqual([
      [{ answer: null }, { name: 'tea', locale: 'en', answer: 'Tea is on its way' }],
      [{ answer: 'Tea is on its way' }, { name: 'tea', locale: 'en', answer: 'Tea is there' }],
    ]);
  });
});

describe('a role', () => {
  it('is given by an administrator, by its whole name; the only administrator stays one', async () => {
    const { bot, colleague } = await team();
    const admin = await colleague('Mo', 'admin');
    const wang = await colleague('Wang');
    const role = async (id: string) => (await bot.store.db.staff.findUniqueOrThrow({ where: { id } })).role;
    await admin.says('/staff Wang supervisor');
    expect(last(admin.inbox())).toBe('Wang is now: supervisor.');
    await admin.says('/人员 Wang 医护人员');
    expect(await role(wang.staffId)).toBe('medic');
    await admin.says('/staff Wang medic');
    expect(last(admin.inbox())).toContain('is that already');
    await admin.says('/staff Mo liaison');
    expect(last(admin.inbox())).toContain('Mo is the only administrator');
    for (const wrong of ['/staff Wang sup', '/staff Wang', '/staff admin', '/staff Wang boss of all']) {
      await admin.says(wrong);
      expect(last(admin.inbox())).toContain('Write /staff to list everybody');
    }
    await admin.says('/staff Nobody medic');
    expect(last(admin.inbox())).toContain('Nobody on the team is called Nobody');
    await wang.says('/staff Wang admin');
    expect(last(wang.inbox())).toContain('your role (medic)');
    expect([await role(wang.staffId), await role(admin.staffId)]).toEqual(['medic', 'admin']);
    expect(await bot.store.db.audit.count({ where: { action: 'staff.role' } })).toBe(2);
  });

  it('that is taken from an administrator ends the invitations they gave out', async () => {
    const { bot, colleague } = await team();
    const admin = await colleague('Mo', 'admin');
    const other = await colleague('Ann', 'admin');
    await other.says('/invite admin');
    const code = /[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2}/.exec(last(other.inbox()))?.[0];
    await admin.says('/staff Ann liaison');
    const friend = bot.person('telegram', { locale: 'en' });
    await friend.says(`/start ${code}`);
    expect(last(friend.inbox())).toContain('This invitation has expired');
  });
});

describe('a group that the platform moved to a new id', () => {
  it('is on record once, however often and by whichever way it is heard of', async () => {
    const { bot, boss, group, mum, wang } = await withTicket();
    await bot.store.db.chat.updateMany({ where: { externalId: group.id }, data: { title: 'Night desk' } });
    const moved = new ChannelError('retry', 'moved', {
      retryAfterMs: 0,
      reason: 'moved',
      movedTo: '-100900',
    });
    bot.channel('telegram').failNext(group.id, moved);
    await wang.says('/claim 1');
    await mum.event({ type: 'moved', to: chatRef('-100900') }, group);
    await mum.event({ type: 'moved', to: chatRef('-100900') }, group);
    const rows = await bot.store.db.audit.findMany({ where: { action: 'chat.move' } });
    expect(rows).toMatchObject([{ actor: 'system', channel: 'telegram', ticketId: null }]);
    expect(rows[0]?.before).toMatchObject({ chat: group.id });
    await boss.says('/audit config');
    expect(lines(last(boss.inbox()))).toEqual([
      `the bot (telegram) · the platform moved a group to a new id · team: Day shift · name: Night desk · the group's id: ${group.id} → -100900`,
    ]);
  });

  it('also where the new one was heard of first; a group nobody knows is no setting', async () => {
    const { bot, group, mum } = await withTicket();
    const { teamId } = await bot.store.db.chat.findFirstOrThrow({ where: { externalId: group.id } });
    const heard = bot.group('telegram');
    await mum.saysIn(heard, 'hello');
    await mum.event({ type: 'moved', to: chatRef(heard.id) }, group);
    expect(await bot.store.db.chat.findFirst({ where: { externalId: heard.id } })).toMatchObject({ teamId });
    const [row] = await bot.store.db.audit.findMany({ where: { action: 'chat.move' } });
    expect(row).toMatchObject({ before: { chat: group.id, teamId }, after: { chat: heard.id, teamId } });
    const unknown = bot.group('telegram');
    await mum.event({ type: 'moved', to: chatRef('-100901') }, unknown);
    expect(await bot.store.db.audit.count({ where: { action: 'chat.move' } })).toBe(1);
  });
});

describe('the words of the record', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const textsIn = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(join(root, 'locales', language, 'staff-audit.json'), 'utf8'));
  const source = (directory: string): string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      // The client is Prisma's; the console's pages name rights and texts of the same shape.
      if (entry.isDirectory())
        return /^(generated|panel-sections|people|tickets)$/.test(entry.name) ? [] : source(path);
      return path.endsWith('.ts') ? [readFileSync(path, 'utf8')] : [];
    });

  /**
   * Every action that the source puts on record: of any kind that is written as `action: '…'`, handed to something
   * called audit, or has a text already, wherever it stands in a file that has to do with the record.
   */
  function actions(): string[] {
    // What a command takes is called an action, too.
    const files = source(join(root, 'src'))
      .filter((text) => /audit|changeTicket/i.test(text))
      .map((text) => text.replace(/action: '[^']*',\s*description:/g, ''));
    const named = /(?:\baction:|audit\w*\()[^;]*?'([a-z]+)\.[a-z-]+'/gi;
    const kinds = new Set([
      ...files.flatMap((text) => [...text.matchAll(named)].map((match) => match[1])),
      ...Object.keys(textsIn('en')).flatMap((key) => /^did\.(\w+)\./.exec(key)?.[1] ?? []),
    ]);
    // What a role may do and what features tell each other have names of the same shape.
    const other = /(?:assertCan|can|expect)\([^)]*\)|(?:what|type): '[^']*'|type [!=]== '[^']*'|'[^']*':/g;
    const literal = new RegExp(`'((?:${[...kinds].join('|')})\\.[a-z-]+)'`, 'g');
    const found = files
      .filter((text) => !text.includes('export const ACTIONS'))
      .flatMap((text) => [...text.replace(other, '').matchAll(literal)].map((match) => match[1] ?? ''));
    return [...new Set(found)].sort();
  }

  it('exist for everything that the program puts on record', () => {
    const used = actions();
    // Written as a field, handed on, chosen between two, and in SQL.
    for (const one of ['chat.move', 'proxy.refuse', 'ticket.reachable', 'ticket.escalate', 'route.delete'])
      expect(used).toContain(one);
    for (const language of ['en', 'zh-CN', 'zh-TW']) {
      const texts = textsIn(language);
      expect(
        used.filter((action) => !(`did.${action}` in texts)),
        language,
      ).toEqual([]);
    }
  });

  it('say in all three languages how the settings and people it names are called', () => {
    const keys = ['zh-CN', 'zh-TW'].map((language) => Object.keys(textsIn(language)).sort());
    for (const one of keys) expect(one).toEqual(Object.keys(textsIn('en')).sort());
  });
});
