import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Action, Role } from '../../src/domain/actor.ts';
import {
  type Case,
  CHOICES,
  COMMANDS,
  everything,
  forbiddenTo,
  refusals,
} from '../support/forbidden-cases.ts';
import { staffRoom } from '../support/staff-room.ts';
import type { Group, User } from '../support/telegram-emulator/index.ts';
import { openDesk, openPage, type WebClient } from '../support/web-client.ts';
import { type WholeApp, wholeApp } from '../support/whole-app.ts';

/** What no refusal may tell: who wrote and of what, and what the confidential ticket is about. */
const SECRETS =
  /Ana|Boris|Clara|Dora|Emma|milk|vomit|blood|hot water|shower|broken|rude|shouted|Medical help|Complaint ·/;

/** One way in: what is said or pressed there, and by its id what is heard there. */
interface Mouth {
  readonly label: string;
  readonly role: Role;
  says(text: string): Promise<unknown>;
  presses(choice: string): Promise<unknown>;
  heard(): Promise<ReadonlyMap<number, string>>;
}

/** What is tried, and the refusals one of which has to come. */
interface Attempt {
  readonly how: 'says' | 'presses';
  readonly said: string;
  readonly refused: readonly (string | RegExp)[];
}

/** Somebody on Telegram, in private or in a group; what is pressed is a button they were never shown. */
function onTelegram(role: Role, user: User, group?: Group): Mouth {
  const place = group ?? user;
  return {
    label: `${user.info.first_name} (${role}) ${group ? 'in a group' : 'in private'} on Telegram`,
    role,
    says: (text) => user.say(text, group ? { chat: group } : {}),
    async presses(choice) {
      const forged = { inline_keyboard: [[{ text: 'x', callback_data: choice }]] };
      const answer = await user.press({ ...place.last(), reply_markup: forged }, choice);
      expect(answer.text ?? '', choice).not.toMatch(SECRETS);
    },
    heard: async () => new Map(place.messages().map((one) => [one.message_id, one.text ?? ''])),
  };
}

/** Somebody on the web: on the staff desk, or in their own chat. */
function onWeb(role: Role, name: string, client: WebClient, chat: 'me' | 'desk'): Mouth {
  const history = async () => (await client.history(chat)).messages;
  return {
    label: `${name} (${role}) on the web (${chat})`,
    role,
    says: (text) => client.say(text, {}, chat),
    presses: async (choice) => client.press({ chat, seq: (await history()).at(-1)?.seq ?? 1 }, choice),
    heard: async () =>
      new Map(
        (await history()).flatMap((one) =>
          one.author === 'bot' ? [[one.seq, one.text ?? ''] as const] : [],
        ),
      ),
  };
}

/** The team, two others, and six tickets: 1 free, 2 confidential and the medic's, 3 resolved, 4 Wang's, 5 about Li. */
async function scene() {
  const bot = await wholeApp();
  const { db } = bot.store;
  const room = await staffRoom(bot, 'Day shift');
  const { admin, group } = room;
  const [sup, zhao] = [await room.hire('supervisor', 'Boss'), await room.hire('medic', 'Zhao')];
  const [li, wang] = [await room.hire('liaison', 'Li'), await room.hire('liaison', 'Wang')];
  const [sun, gone] = [await room.hire('liaison', 'Sun'), await room.hire('liaison', 'Off')];
  const harbour = bot.telegram.group({ title: 'Harbour desk', members: [admin, sun] });
  const guests = bot.telegram.group({ title: 'Sun Hotel', members: [admin, li, sun, gone] });
  await admin.say('/team Harbour desk', { chat: harbour });
  await admin.say('/site "Sun Hotel" phone=120', { chat: guests });
  await admin.say('/route site="Sun Hotel" need=test Harbour desk');
  await bot.settle();
  const guest = async (first_name: string, words: string): Promise<User> => {
    const user = bot.telegram.user({ first_name, language_code: 'en' });
    await user.say(words);
    await bot.settle();
    return user;
  };
  const ana = await guest('Ana', 'Our ten-month-old has no milk powder left, please help us');
  await guest('Boris', 'I keep vomiting blood and feel very weak');
  await guest('Clara', 'There is no hot water in our room');
  await guest('Dora', 'The shower in our room is broken');
  await guest('Emma', '/complaint Your colleague Li was rude to us and shouted');
  for (const line of ['/claim 2', '/resolve 3']) await zhao.say(line);
  await wang.say('/claim 4');
  for (const line of ['/complaint 5 Li', '/claim 5']) await sup.say(line);
  await admin.say('/staff Off off');
  await bot.settle();
  const { id: wangId } = await db.staff.findFirstOrThrow({ where: { name: 'Wang' } });
  const { id: routeId } = await db.route.findFirstOrThrow();
  const fill = (said: string): string => said.replace('WANG', wangId).replace('ROUTE', routeId);
  return { bot, room, group, guests, harbour, li, sun, gone, ana, fill };
}

/** So many of a role's cases are tried here, spread over all of them; test/features/forbidden.test.ts tries each. */
const MOST = 42;

/** What a role may not do, by command and by button, with the sentence it is refused with. */
function byRole(role: Role, where?: Case[2]): Attempt[] {
  const attempts = (how: Attempt['how'], cases: Record<string, readonly Case[]>) =>
    forbiddenTo(role, cases)
      .filter(([, , place]) => place !== 'guests' && (where === undefined || place === where || !place))
      .map(([said, action]) => ({ how, said, refused: refusals(role, action as Action) }));
  const all = [...attempts('says', COMMANDS), ...attempts('presses', CHOICES)];
  const step = Math.max(1, all.length / MOST);
  return all.filter((_one, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/** What is a liaison's to do, but not with these tickets: they are others', or about them. */
function byOwner(bot: WholeApp): Attempt[] {
  const say = (key: string, params: object) => bot.say('en', key, { ...params });
  const attempts: Attempt[] = [];
  for (const [number, name] of [
    [2, 'Zhao'],
    [4, 'Wang'],
  ] as const) {
    const notYours = [say('staff:error.not-yours', { number, name })];
    const taken = [`#${number} is with ${name} since`];
    const noOffer = [say('staff:error.no-offer', { number })];
    const idle = [`#${number} does not wait`];
    const strangers = [number === 2 ? '#2 is confidential' : `#${number} and #1 belong to different people`];
    const says = (said: string, refused: string[]) => attempts.push({ how: 'says', said, refused });
    const presses = (said: string, refused: string[]) => attempts.push({ how: 'presses', said, refused });
    for (const word of ['release', 'resolve']) {
      says(`/${word} ${number}`, notYours);
      presses(`${word}:${number}:1`, notYours);
    }
    says(`/resolve ${number} It is done`, notYours);
    says(`/transfer ${number} Sun`, notYours);
    says(`/wait ${number} traveller`, notYours);
    says(`/wait ${number} on the plumber until 2h`, notYours);
    says(`/claim ${number}`, taken);
    says(`/resume ${number}`, idle);
    says(`/merge ${number} into 1`, strangers);
    for (const word of ['accept', 'decline']) {
      says(`/${word} ${number}`, noOffer);
      presses(`${word}:${number}:1`, noOffer);
    }
    for (const id of ['transfer:N:1', 'give:N:s:WANG', 'wait:N:1', 'waiton:N:traveller', 'merge:N:1'])
      presses(id.replace('N', `${number}`), notYours);
    presses(`claim:${number}:1`, taken);
    presses(`resume:${number}:1`, idle);
    presses(`mergeinto:${number}:1`, strangers);
    presses(`waituntil:${number}:1h`, [say('staff:error.old-button', {})]);
  }
  const others = [bot.say('en', 'common:error.old-choice')];
  for (const said of [
    'rate:3:5',
    'notsolved:3',
    'safe:3',
    'addto:1',
    'solvedbyme:1',
    'fix:1:test',
    'new:1',
    'instead:1:1:x:yes',
    `forpick:${randomUUID()}`,
  ])
    attempts.push({ how: 'presses', said, refused: others });
  return attempts;
}

/** The complaint about Li: hers least of all. */
function aboutOneself(bot: WholeApp): Attempt[] {
  const aboutYou = [bot.say('en', 'staff:error.about-you', { number: 5 })];
  const notYours = [bot.say('en', 'staff:error.not-yours', { number: 5, name: 'Boss' })];
  return [
    ...['/claim 5', '/resolve 5', '/resolve 5 done', '/need 5 other', '/complaint 5 Wang'].map(
      (said) => ({ how: 'says', said, refused: aboutYou }) as const,
    ),
    ...['claim:5:1', 'resolve:5:1', 'setneed:5:other'].map(
      (said) => ({ how: 'presses', said, refused: aboutYou }) as const,
    ),
    { how: 'says', said: '/release 5', refused: notYours },
    { how: 'says', said: '/transfer 5 Sun', refused: notYours },
    { how: 'presses', said: 'release:5:1', refused: notYours },
  ];
}

test('a liaison, a liaison of another team, a colleague who was dismissed and a visitor of the web try more than forty forbidden actions each, by command and by button: every one is refused in a sentence that tells nothing, and nothing is changed', {
  timeout: 300_000,
}, async () => {
  const { bot, room, group, guests, harbour, li, sun, gone, ana, fill } = await scene();
  const desk = await openDesk(bot.url, `/start ${await room.invite('liaison')}`, {
    name: 'Qian',
    locale: 'en',
  });
  const visitor = await openPage(bot.url, { name: 'Nobody', locale: 'en' });
  // Whoever has been somewhere is known to be there, which is not what is looked for.
  for (const [one, places] of [
    [li, [group, guests]],
    [sun, [harbour, guests]],
    [gone, [guests]],
    [ana, []],
  ] as const) {
    await one.say('/help');
    for (const place of places) await one.say('/help', { chat: place });
  }
  await desk.say('/help', {}, 'desk');
  await visitor.say('/help');
  await bot.settle();
  const kept = () => everything(bot.store, ['web_message', 'rate']);
  const before = await kept();

  let tried = 0;
  const tries = async (mouth: Mouth, attempts: readonly Attempt[]) => {
    expect(attempts.length, mouth.label).toBeGreaterThan(40);
    for (const { how, said, refused } of attempts) {
      // Nobody types faster, and the web asks whoever does to slow down.
      bot.clock.advance({ seconds: 2 });
      const earlier = await mouth.heard();
      await mouth[how](fill(said));
      await bot.settle();
      const news = [...(await mouth.heard())].filter(([id]) => !earlier.has(id)).map(([, text]) => text);
      const label = `${mouth.label} ${how} ${said}`;
      expect(news, label).toHaveLength(1);
      const [answer = ''] = news;
      expect(refused.some((one) => answer.match(one) || answer.includes(String(one))) || answer, label).toBe(
        true,
      );
      expect(answer, label).not.toMatch(SECRETS);
      tried += 1;
    }
    expect(await kept(), mouth.label).toEqual(before);
  };

  await tries(onTelegram('liaison', li), [...byRole('liaison'), ...byOwner(bot), ...aboutOneself(bot)]);
  await tries(onTelegram('liaison', li, group), byRole('liaison', 'group'));
  await tries(onTelegram('liaison', sun), [...byRole('liaison'), ...byOwner(bot)]);
  await tries(onWeb('liaison', 'Qian', desk, 'desk'), byRole('liaison'));
  await tries(onTelegram('traveller', gone), byRole('traveller'));
  await tries(onWeb('traveller', 'Nobody', visitor, 'me'), byRole('traveller'));
  expect(tried).toBeGreaterThan(300);

  // Somebody without a role is not told what there is: a ticket that is there is refused like one that is not.
  const answers = [];
  for (const number of [2, 4, 999]) {
    await ana.say(`/ticket ${number}`);
    await bot.settle();
    answers.push(ana.last().text);
  }
  expect(new Set(answers).size).toBe(1);

  // On the web there is no way round: the desk's own addresses are closed to whoever is not on the team.
  for (const path of [
    'session',
    'desk/messages',
    'desk/state',
    'desk/logins/telegram',
    'desk/files/1/0',
    'events?desk=1',
  ]) {
    const response = await visitor.request(`/web/${path}`);
    expect(response.status, path).toBeGreaterThanOrEqual(path === 'session' ? 200 : 401);
    expect(await response.text(), path).not.toMatch(SECRETS);
  }
  await expect(visitor.say('/queue', {}, 'desk')).rejects.toThrow(/40[13]/);
  await expect(visitor.press({ chat: 'desk', seq: 1 }, 'claim:1:1')).rejects.toThrow(/40[13]/);
  await bot.settle();
  expect(await kept()).toEqual(before);
  expect(await bot.store.db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
