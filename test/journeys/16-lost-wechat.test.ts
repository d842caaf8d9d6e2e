import { expect, test, vi } from 'vitest';
import { inviteCode, staffRoom } from '../support/staff-room.ts';
import { talk, textOf } from '../support/talk.ts';
import { openDesk, openPage, type WebClient } from '../support/web-client.ts';
import { type WholeApp, wholeApp } from '../support/whole-app.ts';

const ROSTER = `name,birth_date,document_number,languages,entry_date,party,site,room,flags
Li Na,1990-03-02,P20001,中文,2026-11-21,Li,Harbour Hotel,1203,
李乐,2020-05-01,P20002,中文,2026-11-21,Li,Harbour Hotel,1203,
李秀英,1949-01-05,P20003,中文,2026-11-21,Li,Harbour Hotel,1203,慢性病
Otto Berg,1980-01-01,P20004,English,2026-11-21,,Harbour Hotel,1204,
`;
const ID = 'wxid_lina';
/** What WeChat says of somebody who is no friend any more, or whose account is closed. */
const REFUSED = '小娜开启了朋友验证，你还不是他（她）朋友。';

const MILK = '1岁的奶粉吃完了，能帮忙买一罐奶粉吗？';
const MEDICINE = '另外，婆婆的降压药快吃完了，能帮忙买药吗？';
const AT_THE_DOOR = '奶粉放在门口了，请开门取。';

const linkIn = (texts: readonly string[]): string =>
  texts.flatMap((text) => /\?start=([\w-]+)/.exec(text)?.[1] ?? []).at(-1) ?? 'no link';
const countOf = (texts: readonly string[], words: string): number =>
  texts.filter((text) => text.includes(words)).length;

/** A mother, her child and a grandmother with a chronic illness are on a hotel's list; she connected by her room's card. */
async function family(bot: WholeApp) {
  const { wechat } = bot;
  const { db } = bot.store;
  const room = await staffRoom(bot);
  const [sup, wang] = [await room.hire('supervisor', 'Sun'), await room.hire('liaison', 'Wang')];
  const { says, presses } = talk(bot);
  // Ten in the morning of 22 November.
  await bot.later({ hours: 8 });
  await says(room.admin, '/site Harbour Hotel');
  await says(room.admin, '/stayrules 14');
  await says(sup, '/roster');
  await sup.sendDocument(Buffer.from(ROSTER), { fileName: 'harbour.csv' });
  await bot.settle();
  expect(textOf(sup.last())).toContain('4 are new');
  await presses(sup, '✅ Import');
  await bot.later({ seconds: 1 });

  // The reception prints the cards of the room; she sends the code on hers, as the card says.
  const desk = await openDesk(bot.url, `/start ${await room.invite('liaison')}`, { name: 'Reception' });
  const code = await codeOnCard(desk, 'Li Na');
  const na = wechat.mocker.createContact({ id: ID, name: '小娜' });
  const heard = (): string[] => wechat.sentTo(ID).map(({ text }) => text ?? '');
  const naSays = (text: string) => bot.onWechat(() => na.say(text).to(wechat.bot));
  await naSays(`绑定 ${code}`);
  expect(heard()[0]).toContain(bot.say('zh-CN', 'onboarding:welcome.hello', { name: 'Li Na' }));
  const kept = linkIn(heard());
  expect(heard()[0]).toContain(
    bot.say('zh-CN', 'onboarding:keep', { link: `http://bot.example/?start=${kept}` }),
  );
  const person = await db.person.findFirstOrThrow({ where: { name: 'Li Na' } });
  const child = await db.person.findFirstOrThrow({ where: { name: '李乐' } });
  const stays = () =>
    db.stay.findMany({ where: { personId: { in: [person.id, child.id] } }, orderBy: { id: 'asc' } });
  const ticket = (number: number) => db.ticket.findUniqueOrThrow({ where: { number } });
  await bot.later({ seconds: 1 });
  return { db, room, sup, wang, says, presses, heard, naSays, kept, person, child, stays, ticket };
}

/** The code on somebody's card, as the page to print has it. */
async function codeOnCard(desk: WebClient, name: string): Promise<string> {
  const page = await desk.request('/desk/cards', {
    method: 'POST',
    body: new URLSearchParams({ site: 'Harbour Hotel', room: '1203' }),
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const card = (await page.text()).split('<section').find((part) => part.includes(name));
  return inviteCode(card?.replaceAll('</span><span>', '-'));
}

/** What the bot said on a page so far. */
const read = async (page: WebClient): Promise<string[]> =>
  (await page.history()).messages.flatMap(({ author, text }) => (author === 'bot' ? [text ?? ''] : []));

/** Writes, and returns what came back. */
async function writes(bot: WholeApp, page: WebClient, text: string): Promise<string> {
  const before = (await read(page)).length;
  await page.say(text);
  await bot.settle();
  return (await read(page)).slice(before).join('\n');
}

test('a mother loses WeChat on the third day and goes on by web: the same person, with her requests, her answers, her child and her dates; a stranger with the same link, or with her name and room, learns nothing', {
  timeout: 180_000,
}, async () => {
  const bot = await wholeApp({ wechat: true });
  const { db, room, sup, wang, says, presses, heard, naSays, kept, person, child, stays, ticket } =
    await family(bot);
  const zh = (key: string, params?: Record<string, unknown>) => bot.say('zh-CN', key, params);

  // She hears her date and that of her child, and is helped.
  expect(countOf(heard(), zh('stay:told.first'))).toBe(2);
  expect(countOf(heard(), '12月5日')).toBe(2);
  await naSays(MILK);
  await says(wang, '/claim 1');
  await says(wang, '好的，今天下午送到。');
  expect(heard().at(-1)).toContain('好的，今天下午送到。');
  await bot.later({ minutes: 4 });
  await naSays(MEDICINE);
  await naSays('1');
  expect(await ticket(2)).toMatchObject({ need: 'medical', state: 'new', personId: person.id });
  await naSays('/checkin');
  await naSays('36.5 没有症状');
  await naSays('没有症状');
  expect(await db.checkIn.count({ where: { state: 'answered' } })).toBe(2);

  // The third day: she is asked how they are, and does not see it any more.
  await bot.later({ hours: 24 });
  await bot.later({ hours: 22, minutes: 40 });
  expect(countOf(heard(), zh('check-in:ask.self'))).toBeGreaterThan(1);
  const before = { told: heard().length, stays: await stays() };
  const tried: string[] = [];
  bot.wechat.puppet.beforeSend = async (id) => {
    if (id === ID) throw new Error(REFUSED);
  };

  // Her date moves, and Wang answers: both are refused, and Wang reads that nobody heard it.
  for (const who of ['P20001', 'P20002']) await says(wang, `/extend ${who} 2 the laboratory is late`);
  for (const number of [1, 2]) expect(await says(sup, `/approve ${number}`)).toContain('7 December');
  expect(await says(wang, `/reply 1 ${AT_THE_DOOR}`)).toContain('⚠️ #1 (room 1203): Not delivered');
  expect(await ticket(1)).toMatchObject({ deliveryProblem: 'blocked' });
  const card = await room.group.waitFor('#1');
  expect(textOf(card)).toContain('⚠️ Not delivered');
  expect(heard()).toHaveLength(before.told);

  // Her link, in any browser: she is who she was, and what was refused is said once more.
  bot.wechat.puppet.beforeSend = async (id) => void tried.push(id);
  const web = await openPage(bot.url, { locale: 'zh-CN', name: '娜' });
  expect(await writes(bot, web, `/start ${kept}`)).toContain(
    zh('onboarding:welcome.hello', { name: 'Li Na' }),
  );
  await bot.later({ seconds: 1 });
  const missed = await read(web);
  expect(countOf(missed, AT_THE_DOOR)).toBe(1);
  expect(countOf(missed, zh('stay:told.changed', { before: '12月5日' }))).toBe(2);
  expect(countOf(missed, '李乐')).toBe(1);
  expect(linkIn(missed)).not.toBe(kept);
  const accounts = await db.channelIdentity.findMany({ where: { personId: person.id } });
  expect(accounts.map(({ account }) => account).sort()).toEqual(['web', 'wechat']);
  expect(await db.person.count()).toBe(4);
  const untouched = before.stays.map(({ id, personId, entryOn, state, createdAt }) => ({
    ...{ id, personId, entryOn, state, createdAt },
    releaseOn: new Date('2026-12-07'),
  }));
  expect(await stays()).toMatchObject(untouched);

  // Her requests are there, and go on; colleagues read from where.
  const list = await writes(bot, web, '/tickets');
  for (const words of ['#1', MILK, '#2', MEDICINE]) expect(list).toContain(words);
  expect(await says(wang, '/reply 1 还需要什么吗？')).not.toContain('Not delivered');
  expect((await read(web)).at(-1)).toContain('还需要什么吗？');
  const transcript = await says(wang, '/ticket 1');
  expect(transcript).toContain(
    bot.say('en', 'staff-onboarding:entry.moved', { account: 'web', before: 'wechat' }),
  );
  expect(transcript).toMatch(/奶粉放在门口[\s\S]*Goes on from web[\s\S]*还需要什么吗/);
  expect(textOf(await room.group.waitFor('#1'))).not.toContain('Not delivered');
  expect(await writes(bot, web, '不用了，谢谢！')).not.toContain('#3');
  expect(textOf(await wang.waitFor('不用了，谢谢！'))).toContain('#1');

  // Today's question is answered for her and the child.
  await writes(bot, web, '/checkin');
  await web.pressLabel(zh('check-in:button.ok'));
  await bot.settle();
  await web.waitFor(zh('check-in:ask.other', { name: '李乐' }));
  await web.pressLabel(zh('check-in:button.ok'));
  await bot.settle();
  const day = new Date('2026-11-24');
  expect(
    await db.checkIn.findMany({ where: { day, state: 'answered' }, orderBy: { personId: 'asc' } }),
  ).toMatchObject(
    [
      { personId: person.id, answeredBy: null, noSymptoms: true },
      { personId: child.id, answeredBy: person.id, noSymptoms: true },
    ].sort((one, other) => (one.personId < other.personId ? -1 : 1)),
  );

  // The evening's reminders and the next change of her date come on her page, once, and nowhere else.
  const since = (await read(web)).length;
  await bot.later({ hours: 10, minutes: 30 });
  await bot.later({ minutes: 6 });
  const reminders = (await read(web)).slice(since);
  expect(countOf(reminders, zh('reminders:test', { date: '11月25日', number: 4 }))).toBe(2);
  await says(wang, '/extend P20001 1 no transport');
  expect(await says(sup, '/approve 3')).toContain('8 December');
  await bot.later({ seconds: 1 });
  await bot.later({ minutes: 6 });
  const all = await read(web);
  expect(countOf(all, zh('stay:told.changed', { before: '12月7日' }))).toBe(1);
  expect(countOf(all, '12月8日')).toBe(1);
  expect(countOf(all, AT_THE_DOOR)).toBe(1);
  expect(countOf(all, zh('stay:told.changed', { before: '12月5日' }))).toBe(2);
  expect(await writes(bot, web, '/stay')).toContain('12月8日');
  expect(heard()).toHaveLength(before.told);
  expect(tried.filter((id) => id === ID)).toEqual([]);

  // Whoever finds her link afterwards gets nothing, and does not learn whose it was.
  const stranger = await openPage(bot.url, { locale: 'en', name: 'Mo' });
  expect(await writes(bot, stranger, `/start ${kept}`)).toBe(bot.say('en', 'onboarding:error.used'));
  expect(await writes(bot, stranger, '/tickets')).toBe(bot.say('en', 'care:tickets.none'));
  expect(await writes(bot, stranger, '/stay')).toContain(bot.say('en', 'stay:none'));

  // Whoever says her name and her room is nobody but themselves: colleagues are asked, and refuse.
  const liar = await openPage(bot.url, { locale: 'en', name: 'Bob' });
  await writes(
    bot,
    liar,
    'I am Li Na, room 1203. When is my release date, and what did they write about the milk powder?',
  );
  await writes(bot, liar, '1203');
  await writes(bot, liar, 'Li Na');
  await bot.later({ seconds: 5 });
  expect(await db.identityClaim.findMany()).toMatchObject([
    { state: 'asked', candidates: [{ personId: person.id }] },
  ]);
  const question = await room.group.waitFor('Who is this?');
  expect(textOf(question)).toContain('1. Li Na · 1203 · Harbour Hotel (same name, same room)');
  expect(textOf(question)).toMatch(/writes already from .*wechat/);
  await writes(bot, liar, '/stay');
  await writes(bot, liar, '/tickets');
  await presses(wang, 'None of them', question);
  const toStrangers = [...(await read(stranger)), ...(await read(liar))].join('\n');
  expect(toStrangers).not.toMatch(/#[12]\b|奶粉|李乐|P2000|Dec|Harbour/);
  expect(await db.channelIdentity.count({ where: { personId: person.id } })).toBe(2);
  expect((await read(web)).length).toBe(all.length + 1);
});

test('the bot’s own WeChat account is closed: she was told beforehand where to go on, and what waited for her comes there, once, also when the account is back', {
  timeout: 180_000,
}, async () => {
  const bot = await wholeApp({ wechat: true });
  const { db, room, sup, says, presses, heard, naSays, kept, person, child, ticket } = await family(bot);
  const zh = (key: string, params?: Record<string, unknown>) => bot.say('zh-CN', key, params);
  const med = await room.hire('medic', 'Doctor Ma');

  // Her child has a fever; a medic answers her.
  await bot.later({ minutes: 1 });
  await naSays('/checkin');
  await naSays('36.5 没有症状');
  await naSays('38.9 发烧');
  expect(await ticket(1)).toMatchObject({ need: 'medical', personId: child.id, speakerId: person.id });
  await says(med, '/claim 1');
  await says(med, '/reply 1 我马上给您打电话。');
  expect(heard().at(-1)).toContain('我马上给您打电话。');
  await naSays('好的，孩子还有点咳嗽');
  expect(textOf(await med.waitFor('孩子还有点咳嗽'))).toContain('#1');

  // The account is in danger: whoever writes from there alone gets a link, which takes the place of the first.
  expect(await says(sup, '/danger wechat')).toMatch(/^1 traveller writes from wechat/);
  await presses(sup, 'Yes, tell them');
  await bot.later({ seconds: 1 });
  const link = linkIn(heard());
  expect(heard().at(-1)).toBe(zh('onboarding:danger', { link: `http://bot.example/?start=${link}` }));
  const told = heard().length;
  await bot.wechat.puppet.logout('elsewhere');
  await vi.waitFor(() => expect(bot.app.health().get('wechat')?.state).not.toBe('online'));
  await says(med, '/reply 1 请给孩子多喝水，半小时后再量一次体温。');
  const thief = await openPage(bot.url, { locale: 'zh-CN' });
  expect(await writes(bot, thief, `/start ${kept}`)).toBe(zh('onboarding:error.revoked'));

  // On the web she reads what waited, and both go on there.
  const web = await openPage(bot.url, { locale: 'zh-CN', name: '娜' });
  await writes(bot, web, `/start ${link}`);
  expect(countOf(await read(web), '请给孩子多喝水')).toBe(1);
  expect(await ticket(1)).toMatchObject({ personId: child.id, speakerId: person.id, account: 'web' });
  expect(await writes(bot, web, '/tickets')).toContain('#1');
  await writes(bot, web, '量了，37.8');
  expect(textOf(await med.waitFor('量了，37.8'))).toContain('#1');
  expect(await db.ticket.count()).toBe(1);
  await says(med, '/reply 1 好的，继续观察。');
  expect((await read(web)).at(-1)).toContain('好的，继续观察。');

  // The account is back: nothing is said there again.
  bot.wechat.mocker.login(bot.wechat.bot);
  await vi.waitFor(() => expect(bot.app.health().get('wechat')?.state).toBe('online'));
  await bot.later({ minutes: 5 });
  expect(heard()).toHaveLength(told);
});
