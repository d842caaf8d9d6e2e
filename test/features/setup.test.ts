import { describe, expect, test } from 'vitest';
import { addInvite, ensureSetupCode } from '../../src/store/staff.ts';
import { transact } from '../../src/store/transaction.ts';
import { type FakePerson, type TestBot, testBot } from '../support/bot.ts';

const CODE = /[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}/;
const last = (person: FakePerson): string => person.inbox().at(-1) ?? '';

async function withAdmin(
  options?: Parameters<typeof testBot>[0],
): Promise<{ bot: TestBot; boss: FakePerson }> {
  const bot = await testBot(options);
  const code = await ensureSetupCode(bot.store.db);
  const boss = bot.person('telegram', { name: 'Wei' });
  await boss.says(`/setup ${code}`);
  return { bot, boss };
}

async function invited(bot: TestBot, boss: FakePerson, role: string, name: string): Promise<FakePerson> {
  await boss.says(`/invite ${role}`);
  const colleague = bot.person('telegram', { name });
  await colleague.says(`/start ${CODE.exec(last(boss))?.[0]}`);
  return colleague;
}

describe('/setup', () => {
  test('the printed code makes one administrator, however it is typed, and then no longer works', async () => {
    const bot = await testBot();
    const code = await ensureSetupCode(bot.store.db);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    const stored = await bot.store.db.setting.findMany();
    expect(JSON.stringify(stored)).not.toContain(code);
    const boss = bot.person('telegram', { name: 'Wei' });
    await boss.says(`/setup ${code?.toLowerCase().replace('-', ' ')}`);
    expect(last(boss)).toMatch(/Welcome, Wei.*administrator/);
    const late = bot.person('telegram', { name: 'Late' });
    await late.says(`/setup ${code}`);
    expect(last(late)).toMatch(/already has an administrator/);
    expect(await bot.store.db.staff.findMany()).toMatchObject([{ name: 'Wei', role: 'admin' }]);
    expect(await ensureSetupCode(bot.store.db)).toBeUndefined();
    expect(await bot.store.db.setting.count({ where: { key: 'setup-code' } })).toBe(0);
    expect(await bot.store.db.audit.findMany({ where: { action: 'staff.join' } })).toHaveLength(1);
  });

  test('a given code is used, and a new start prints a new one', async () => {
    const { store, person } = await testBot();
    expect(await ensureSetupCode(store.db, '密码 一二三四')).toBe('密码 一二三四');
    const first = await ensureSetupCode(store.db);
    const second = await ensureSetupCode(store.db);
    expect(first).not.toBe(second);
    const boss = person('telegram');
    await boss.says(`/setup ${first}`);
    expect(last(boss)).toMatch(/not the setup code/);
    await boss.says(`/setup ${second}`);
    expect(last(boss)).toMatch(/now the administrator/);
  });

  test('two at once: one of them becomes administrator', async () => {
    const bot = await testBot();
    const code = await ensureSetupCode(bot.store.db);
    const people = [bot.person('telegram'), bot.person('telegram')];
    await Promise.all(people.map((one) => one.says(`/setup ${code}`)));
    await bot.settle();
    expect(await bot.store.db.staff.count()).toBe(1);
  });

  test('five wrong codes slow the sender down, and nobody else', async () => {
    const bot = await testBot();
    const code = await ensureSetupCode(bot.store.db);
    const guesser = bot.person('telegram');
    for (let guess = 0; guess < 5; guess += 1) await guesser.says(`/setup AAAA-BBB${guess}`);
    expect(last(guesser)).toMatch(/not the setup code/);
    bot.clock.advance({ minutes: 3 });
    await guesser.says(`/setup ${code}`);
    expect(last(guesser)).toMatch(/try again in 7 minutes/);
    bot.clock.advance({ minutes: 8 });
    await guesser.says(`/setup ${code}`);
    expect(last(guesser)).toMatch(/administrator/);
  });

  test('refused in a group and without a code', async () => {
    const bot = await testBot();
    const code = await ensureSetupCode(bot.store.db);
    const group = bot.group('telegram');
    const boss = bot.person('telegram');
    await boss.saysIn(group, `/setup ${code}`);
    expect(group.texts().at(-1)).toMatch(/private chat/);
    await boss.says('/setup');
    expect(last(boss)).toMatch(/7K4P-XWQ2/);
    await boss.says(`/start ${code}`);
    expect(last(boss)).toContain(`/setup ${code}`);
    expect(await bot.store.db.staff.count()).toBe(0);
  });
});

describe('invitations', () => {
  test('a code makes one colleague of that role, who is told what to do next', async () => {
    const { bot, boss } = await withAdmin();
    await boss.says('/invite');
    await boss.presses(/counsellor/);
    const code = CODE.exec(last(boss))?.[0] ?? '';
    expect(last(boss)).toContain(`https://telegram.example/?start=${code}`);
    expect(JSON.stringify(await bot.store.db.invite.findMany())).not.toContain(code.replaceAll('-', ''));
    const carer = bot.person('telegram', { name: 'Lin', locale: 'zh-TW' });
    await carer.says(`/start ${code}`);
    expect(last(carer)).toMatch(/Lin，歡迎加入團隊/);
    expect(last(carer)).toMatch(/團隊群組/);
    const thief = bot.person('telegram');
    await thief.says(`/start ${code}`);
    expect(last(thief)).toMatch(/already been used/);
    const staff = await bot.store.db.staff.findMany({ orderBy: { createdAt: 'asc' } });
    expect(staff).toMatchObject([{ role: 'admin' }, { name: 'Lin', role: 'counsellor', active: true }]);
  });

  test('a traveller who becomes staff keeps what they asked', async () => {
    const { bot, boss } = await withAdmin();
    const guest = bot.person('telegram', { name: 'Ana' });
    await guest.says('Our ten-month-old has no milk powder left, please help');
    await boss.says('/invite liaison');
    await guest.says(`/start ${CODE.exec(last(boss))?.[0]?.toLowerCase().replaceAll('-', '')}`);
    const identity = await bot.store.db.channelIdentity.findFirstOrThrow({ where: { externalId: guest.id } });
    expect(identity.personId).not.toBeNull();
    expect(identity.staffId).not.toBeNull();
  });

  test('unknown, expired and mistyped codes are explained; the right one may follow by itself', async () => {
    const { bot, boss } = await withAdmin();
    await boss.says('/invite medic');
    const old = CODE.exec(last(boss))?.[0];
    bot.clock.advance({ hours: 24 * 7 });
    const medic = bot.person('telegram', { name: 'Mo' });
    await medic.says(`/start ${old}`);
    expect(last(medic)).toMatch(/expired/);
    await medic.says('/start AAAA-BBBB-CCCC');
    expect(last(medic)).toMatch(/don't know this invitation/);
    await boss.says('/invite medic');
    await medic.says(CODE.exec(last(boss))?.[0] ?? '');
    expect(last(medic)).toMatch(/Welcome to the team, Mo/);
  });

  test('other words after a wrong code are a message again', async () => {
    const { bot } = await withAdmin();
    const guest = bot.person('telegram');
    await guest.says('/start AAAA-BBBB-CCCC');
    await guest.says('Our ten-month-old has no milk powder left, please help');
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test('guessing codes is slowed down', async () => {
    const { bot } = await withAdmin();
    const guest = bot.person('telegram');
    for (let guess = 0; guess < 6; guess += 1) await guest.says(`/start AAAA-BBBB-CCC${guess + 2}`);
    expect(last(guest)).toMatch(/try again in 10 minutes/);
  });

  test('two at once with one code: one colleague', async () => {
    const { bot, boss } = await withAdmin();
    await boss.says('/invite liaison');
    const code = CODE.exec(last(boss))?.[0];
    const people = [bot.person('telegram'), bot.person('telegram')];
    await Promise.all(people.map((one) => one.says(`/start ${code}`)));
    await bot.settle();
    expect(await bot.store.db.staff.count()).toBe(2);
    expect(await bot.store.db.invite.findFirst()).toMatchObject({ usedBy: expect.any(String) });
  });

  test('staff who try a code do not use it up, and only administrators invite', async () => {
    const { bot, boss } = await withAdmin();
    const liaison = await invited(bot, boss, 'liaison', 'Li');
    await liaison.says('/invite admin');
    expect(last(liaison)).not.toMatch(CODE);
    await boss.says('/invite supervisor');
    const code = CODE.exec(last(boss))?.[0];
    await boss.says(`/start ${code}`);
    expect(last(boss)).toMatch(/on the team already/);
    expect(await bot.store.db.invite.count({ where: { usedAt: null } })).toBe(1);
    await boss.says('/invite 医护');
    expect(last(boss)).toMatch(/\(medic\)/);
    await boss.says('/invite chef');
    expect(last(boss)).toMatch(/liaison, medic/);
  });

  test('in a group the code goes to the private chat', async () => {
    const { bot, boss } = await withAdmin();
    const group = bot.group('telegram');
    await boss.saysIn(group, '/invite liaison');
    expect(group.texts().join()).not.toMatch(CODE);
    expect(last(boss)).toMatch(CODE);
  });

  test('a plain /start greets a traveller', async () => {
    const bot = await testBot();
    const guest = bot.person('telegram');
    await guest.says('/start');
    expect(last(guest)).toMatch(/liaison team/);
    await guest.says('/start somewhere');
    expect(last(guest)).toMatch(/liaison team/);
  });
});

describe('staff', () => {
  test('names are unique and can be changed', async () => {
    const { bot, boss } = await withAdmin();
    const double = await invited(bot, boss, 'liaison', 'wei');
    expect(last(double)).toMatch(/wei 2/);
    await double.says('/name Wei');
    expect(last(double)).toMatch(/choose another name/);
    await double.says('/name  Mei   Lin ');
    expect(last(double)).toMatch(/Mei Lin/);
    await double.says('/name');
    expect(last(double)).toMatch(/Li Wei/);
  });

  test('who is switched off loses access, and their tickets go back to the queue', async () => {
    const { bot, boss } = await withAdmin();
    const liaison = await invited(bot, boss, 'liaison', 'Li Na');
    const guest = bot.person('telegram');
    await guest.says('Our ten-month-old has no milk powder left, please help');
    await liaison.says('/claim 1');
    await boss.says('/staff');
    expect(last(boss)).toMatch(/2 colleagues:[\s\S]*Li Na · liaison · 1 open request/);
    await liaison.says('/staff');
    expect(last(liaison)).not.toMatch(/colleagues/);
    await boss.says('/staff li na off');
    expect(last(boss)).toMatch(/Li Na is off the team.*1 open request is back/);
    const ticket = await bot.store.db.ticket.findFirstOrThrow();
    expect(ticket).toMatchObject({ state: 'new', ownerId: null, claimedAt: null });
    await liaison.says('/claim 1');
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({ state: 'new' });
    await boss.says('/staff Li Na off');
    expect(last(boss)).toMatch(/off already/);
    await boss.says('/staff Li Na on');
    expect(last(boss)).toMatch(/back on the team \(liaison\)/);
    await liaison.says('/claim 1');
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({ state: 'claimed' });
  });

  test('a ticket offered to somebody who leaves stays with whoever offered it', async () => {
    const { bot, boss } = await withAdmin();
    await invited(bot, boss, 'liaison', 'Li');
    await bot.person('telegram').says('Our ten-month-old has no milk powder left, please help');
    await boss.says('/claim 1');
    await boss.says('/transfer 1 @Li');
    await boss.says('/staff Li off');
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({
      state: 'claimed',
      ownerId: expect.any(String),
      proposedOwnerId: null,
    });
  });

  test('the last administrator stays; a second one may go, with their unused invitations', async () => {
    const { bot, boss } = await withAdmin();
    await boss.says('/staff Wei off');
    expect(last(boss)).toMatch(/only administrator/);
    const second = await invited(bot, boss, 'admin', 'Second');
    await second.says('/invite admin');
    const kept = CODE.exec(last(second))?.[0];
    await boss.says('/staff Second off');
    await second.says(`/start ${kept}`);
    expect(await bot.store.db.staff.findFirst({ where: { name: 'Second' } })).toMatchObject({
      active: false,
    });
    await boss.says('/staff Nobody off');
    expect(last(boss)).toMatch(/Nobody on the team is called Nobody/);
    await boss.says('/staff Second');
    expect(last(boss)).toMatch(/NAME off/);
  });

  test('somebody who was switched off comes back by a new invitation, in its role', async () => {
    const { bot, boss } = await withAdmin();
    const liaison = await invited(bot, boss, 'liaison', 'Li');
    await boss.says('/staff Li off');
    await boss.says('/invite medic');
    await liaison.says(`/start ${CODE.exec(last(boss))?.[0]}`);
    expect(await bot.store.db.staff.findMany({ where: { name: 'Li' } })).toMatchObject([
      { role: 'medic', active: true },
    ]);
  });
});

describe('/team', () => {
  test('the first group becomes the default team, a second group may join it', async () => {
    const { bot, boss } = await withAdmin();
    const [first, second] = [bot.group('telegram'), bot.group('telegram')];
    await boss.saysIn(first, '/team Day shift');
    expect(first.texts().at(-1)).toMatch(/staff chat of Day shift[\s\S]*first team[\s\S]*\/queue/);
    await boss.saysIn(second, '/team day SHIFT');
    expect(second.texts().at(-1)).toMatch(/beside the team's other chats/);
    await boss.saysIn(first, '/team Day shift');
    expect(first.texts().at(-1)).toMatch(/already/);
    expect(await bot.store.db.team.findMany()).toMatchObject([{ name: 'Day shift', isDefault: true }]);
    await bot.person('telegram').says('Our ten-month-old has no milk powder left, please help');
    expect(first.texts().at(-1)).toMatch(/#1/);
    expect(second.texts().at(-1)).toMatch(/#1/);
  });

  test('a group changes team only after a yes from the one who was asked', async () => {
    const { bot, boss } = await withAdmin();
    const group = bot.group('telegram');
    await boss.saysIn(group, '/team Day');
    await boss.saysIn(group, '/team Night');
    expect(group.texts().at(-1)).toMatch(/Shall it belong to Night/);
    await boss.presses(/No/, group);
    expect(group.texts().at(-1)).toMatch(/Nothing was changed/);
    await boss.presses(/Yes/, group);
    expect(group.texts().at(-1)).toMatch(/no longer fits/);
    await boss.saysIn(group, '/team Night');
    await boss.presses(/Yes/, group);
    expect(group.texts().at(-1)).toMatch(/new team Night[\s\S]*The team Day has no group/);
    expect(
      await bot.store.db.chat.findFirst({ where: { externalId: group.id }, include: { team: true } }),
    ).toMatchObject({
      team: { name: 'Night', isDefault: false },
    });
  });

  test("a guests' group is not made a staff chat unasked", async () => {
    const { bot, boss } = await withAdmin();
    const group = bot.group('telegram');
    await boss.saysIn(group, '/site Sun Hotel');
    await boss.saysIn(group, '/team Day');
    expect(group.texts().at(-1)).toMatch(/guests may read along/);
    expect(await bot.store.db.team.count()).toBe(0);
    await boss.presses(/Yes/, group);
    const chat = await bot.store.db.chat.findFirstOrThrow({ where: { externalId: group.id } });
    expect(chat).toMatchObject({ siteId: null, teamId: expect.any(String) });
  });

  test('in private it is explained, and others than administrators are refused', async () => {
    const { bot, boss } = await withAdmin({ accounts: { telegram: { handle: () => '@homeward_bot' } } });
    await boss.says('/team Day');
    expect(last(boss)).toMatch(/@homeward_bot/);
    const liaison = await invited(bot, boss, 'liaison', 'Li');
    const group = bot.group('telegram');
    await liaison.saysIn(group, '/team Day');
    expect(await bot.store.db.team.count()).toBe(0);
    await boss.saysIn(group, '/team');
    expect(group.texts().at(-1)).toMatch(/\/team and a name/);
  });

  test('on a desk that oversees all teams it names the default team', async () => {
    const { bot, boss } = await withAdmin();
    const desk = bot.group('telegram');
    await boss.saysIn(desk, '/help');
    await bot.store.db.chat.updateMany({ where: { externalId: desk.id }, data: { oversees: true } });
    await boss.saysIn(desk, '/team Day');
    expect(desk.texts().at(-1)).toMatch(/takes every request/);
    await boss.saysIn(desk, '/team Night');
    expect(desk.texts().at(-1)).toMatch(/Day is now called Night/);
    expect(await bot.store.db.team.findMany()).toMatchObject([{ name: 'Night', isDefault: true }]);
    const group = bot.group('telegram');
    await boss.saysIn(group, '/team Medics');
    await boss.saysIn(desk, '/team medics');
    expect(desk.texts().at(-1)).toMatch(/a team called Medics already/);
  });
});

describe('/site', () => {
  test('a group belongs to its site, whose facts can be given and changed', async () => {
    const { bot, boss } = await withAdmin();
    const group = bot.group('telegram');
    await boss.saysIn(group, '/site “Sun Hotel” phone=120 hotline="010 8295 1332" zone=asia/shanghai');
    expect(group.texts().at(-1)).toMatch(/Site added: Sun Hotel[\s\S]*010 8295 1332/);
    await boss.saysIn(group, '/site sun hotel hotline=');
    const chat = await bot.store.db.chat.findFirstOrThrow({
      where: { externalId: group.id },
      include: { site: true },
    });
    expect(chat.site).toMatchObject({
      name: 'Sun Hotel',
      emergencyPhone: '120',
      hotline: null,
      timeZone: 'Asia/Shanghai',
    });
    await boss.saysIn(group, '/site Moon');
    expect(group.texts().at(-1)).toMatch(/no longer to Sun Hotel/);
    await boss.says('/sites');
    expect(last(boss)).toMatch(/Moon · 1 group\n[\s\S]*Sun Hotel · 0 groups/);
  });

  test('in private and in a staff group the site is saved without the group', async () => {
    const { bot, boss } = await withAdmin();
    await boss.says('/sites');
    expect(last(boss)).toMatch(/no sites yet/);
    await boss.says('/site Sun');
    expect(last(boss)).toMatch(/Site added: Sun/);
    const group = bot.group('telegram');
    await boss.saysIn(group, '/team Day');
    await boss.saysIn(group, '/site Moon phone=120');
    expect(group.texts().at(-1)).toMatch(/staff group, so it was not tied/);
    expect(await bot.store.db.chat.count({ where: { siteId: { not: null } } })).toBe(0);
  });

  test.each([
    ['/site', /\/site and a name/],
    ['/site Sun zone=Mars', /don't know the time zone Mars/],
    ['/site Sun phone=call-me', /not a phone number/],
    ['/site Sun phone= 120', /\/site and a name/],
    ['/site Sun fax=12', /don't know “fax”/],
  ])('%s is answered with what to write instead', async (text, answer) => {
    const { bot, boss } = await withAdmin();
    await boss.says(text);
    expect(last(boss)).toMatch(answer);
    expect(await bot.store.db.site.count()).toBe(0);
  });
});

test('an invitation outlives no week and stands hashed', async () => {
  const { bot } = await withAdmin();
  const admin = await bot.store.db.staff.findFirstOrThrow();
  const now = bot.clock.now();
  const code = await transact(bot.store.db, (tx) =>
    addInvite(tx, { role: 'medic', createdBy: admin.id }, now),
  );
  const [invite] = await bot.store.db.invite.findMany();
  expect(invite?.codeHash).not.toContain(code);
  expect(invite?.expiresAt.getTime()).toBe(now.add({ hours: 168 }).epochMilliseconds);
});
