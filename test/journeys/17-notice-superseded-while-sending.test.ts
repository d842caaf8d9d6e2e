import { expect, test } from 'vitest';
import type { Delivered } from '../support/telegram-emulator/index.ts';
import {
  addOthers,
  codeOf,
  connectedReaders,
  HOTELS,
  hotels,
  importAll,
  type Language,
  NO_CHAT,
  NOT_YET,
  ON_THE_WEB,
  PEOPLE,
  REACHED,
  type Reader,
  textOf,
} from '../support/two-hotels.ts';
import { openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

const ONE = 'issuer: Water Office\nto: flight=CA123\nen: Your flight\nYour luggage is at the reception.';
const TWO = [
  'issuer: Water Office',
  `to: site=${HOTELS.join(', ')}`,
  'en: Water',
  'No water tonight from 2 to 4.',
  'zh-CN: 停水',
  '今晚2点至4点停水。',
  'fr: Eau',
  "Pas d'eau cette nuit de 2 h à 4 h.",
  'my: ရေ',
  'ဒီည ၂ နာရီမှ ၄ နာရီအထိ ရေမရပါ။',
].join('\n');
const THREE = 'en: Water, new hours\nNo water tonight from 5 to 6.\nzh-CN: 停水改期\n今晚5点至6点停水。';
/** What the second and the third say, in each language; the third has no French and no Burmese. */
const SECOND = {
  en: 'from 2 to 4',
  'zh-CN': '2点至4点',
  fr: 'de 2 h à 4 h',
  my: '၂ နာရီမှ ၄ နာရီ',
};
const THIRD = { en: 'from 5 to 6', 'zh-CN': '5点至6点', fr: 'from 5 to 6', my: 'from 5 to 6' };
const NO_TEXT: ReadonlySet<Language> = new Set(['fr', 'my']);

const secondIn = ({ language, user }: Reader): Delivered[] =>
  user.inbox().filter((one) => textOf(one).includes(SECOND[language]));
const thirdIn = ({ language, user }: Reader): Delivered[] =>
  user.inbox().filter((one) => textOf(one).includes(THIRD[language]));

test('notice No. 3 takes the place of No. 2 while No. 2 is half sent: nobody gets the old one any more, everybody gets the new one once, also across a restart', {
  timeout: 240_000,
}, async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const { faults } = bot.telegram;
  const made = await hotels(bot);
  const { admin, sup, wang, says, presses, looks, inLobby, progress } = made;
  await importAll(bot, made);
  const connected = await connectedReaders(bot, made);
  const web = await openPage(bot.url, { locale: 'zh-CN', name: 'Wei' });
  await web.say(await codeOf(made, ON_THE_WEB[0]));
  await bot.settle();
  const readers = [...connected, ...(await addOthers(bot))];
  const [ada, ben] = connected as [Reader, Reader];
  const luc = readers[6] as Reader;

  // The first is for two of them.
  await says(wang, `/notice ${ONE}`);
  await presses(wang, 'Preview');
  await presses(wang, 'Ask for approval');
  expect(await presses(sup, 'Approve and send')).toContain('Notice No. 1');
  await looks();
  const first = readers.filter(({ user }) => user.inbox().some((one) => textOf(one).includes('luggage')));
  expect(first.map(({ name }) => name)).toEqual(['Ada Quinn', 'Chloé Martin']);

  // The second is for everybody, with a map; for every second of them Telegram is slow tonight.
  const isSlow = (_one: Reader, at: number): boolean => Math.floor(at / 4) % 2 === 1;
  const slow = readers.filter(isSlow);
  const slowDown = (some: readonly Reader[]): void => {
    for (const { user } of some)
      faults.next({ kind: '429', chat: user, times: Number.POSITIVE_INFINITY, retryAfter: 30 });
  };
  await says(wang, `/notice ${TWO}`);
  await wang.sendDocument(Buffer.from('%PDF-1.4'), { fileName: 'taps.pdf', mime: 'application/pdf' });
  await bot.settle();
  expect(await presses(wang, 'Preview')).toMatch(/400 people\n.*389 of them can be reached by message, 11 /s);
  await presses(wang, 'Ask for approval');
  slowDown(slow);
  await presses(sup, 'Approve and send');
  await bot.later({ seconds: 1 });
  await bot.later({ seconds: 6 });
  const fast = readers.filter((one) => !slow.includes(one));
  for (const one of fast) expect(secondIn(one), one.name).toHaveLength(1);
  for (const one of slow) expect(secondIn(one), one.name).toHaveLength(0);
  await web.waitFor(SECOND['zh-CN']);
  expect(inLobby().map(textOf)).toEqual([expect.stringContaining(SECOND.en)]);
  // Everybody on time, the one on the web and the group.
  const delivered = fast.length + 2;
  for (const who of [wang, sup])
    expect(progress(who, 2)).toContain(
      `People: ${PEOPLE} · delivered: ${delivered} · failed: 0 · waiting: ${slow.length} · to be queued: 0 · read: 0`,
    );

  // The FAQ quotes it, while it holds.
  await says(sup, '/faq add When is the water off? | From 2 to 4 tonight. | notice 2');
  const asked = '/faq when is the water off';
  expect(await says(ada.user, asked)).toContain('FAQ 1, from Notice No. 2');
  await presses(ben.user, 'I have read this', secondIn(ben)[0]);

  // One of those who wait for it blocks the bot.
  luc.user.block();
  await bot.settle();

  // The supervisor writes the third, an administrator approves it, just when three more of the second are on their way.
  expect(await says(sup, '/notice 2 supersede')).toContain('Replaces No. 2');
  await says(sup, THREE);
  expect(await presses(sup, 'Preview')).toContain('French');
  await presses(sup, 'Ask for approval');
  const [under1, under2, under3, ...held] = slow.slice(8) as [Reader, Reader, Reader, ...Reader[]];
  const underWay = [under1, under2, under3];
  const stillSlow = [...slow.slice(0, 8), ...held];
  faults.clear();
  const silences = underWay.map(({ user }) => faults.next({ kind: 'silence', chat: user }));
  slowDown(stillSlow);
  bot.clock.advance({ seconds: 31 });
  await bot.app.sweep();
  await Promise.all(silences.map((one) => one.hit()));
  await admin.press(admin.last(), 'Approve and send');
  await admin.waitFor('notice No. 3 of');
  bot.clock.advance({ seconds: 6 });
  await bot.app.sweep();
  for (const one of silences) one.release('execute');
  await bot.settle();
  expect(await says(ada.user, asked)).not.toMatch(/FAQ 1|2 to 4/);

  // The third is half sent when the program stops, with some of it on the way; it comes back twenty minutes later.
  for (const one of [...fast, ...underWay]) expect(thirdIn(one), one.name).toHaveLength(1);
  for (const one of stillSlow) expect(thirdIn(one), one.name).toHaveLength(0);
  await bot.later({ seconds: 6 });
  for (const who of [sup, admin])
    expect(progress(who, 3)).toContain(
      `People: ${PEOPLE} · delivered: ${REACHED + 1 - stillSlow.length} · failed: 0 · waiting: ${stillSlow.length - 1} · to be queued: 0`,
    );
  faults.clear();
  const slowest = stillSlow.filter((_one, at) => at % 2 === 0);
  slowDown(slowest);
  bot.clock.advance({ seconds: 31 });
  await bot.app.sweep();
  await bot.stop();
  for (const one of slowest) expect(thirdIn(one), one.name).toHaveLength(0);
  faults.clear();
  bot.clock.advance({ minutes: 20 });
  await bot.restart();
  await looks();
  await bot.later({ seconds: 10 });

  // Whoever had the second sees that it is replaced; nobody else ever gets it; everybody has the third once.
  const had = new Set([...fast, ...underWay]);
  for (const one of readers) {
    const { language, name } = one;
    const [old, ...more] = secondIn(one);
    expect(more, name).toEqual([]);
    expect(old !== undefined, name).toBe(had.has(one));
    const mark = bot.say(language, 'notices:mark.superseded', { number: 2, by: 3 });
    if (old) expect(textOf(old).startsWith(mark), `${name}: ${textOf(old)}`).toBe(true);
    expect(old?.buttons ?? [], name).toEqual([]);
    const third = thirdIn(one);
    expect(third, name).toHaveLength(one === luc ? 0 : 1);
    if (one === luc) continue;
    const [now] = third as [Delivered];
    expect(now.message_id).toBeGreaterThan(old?.message_id ?? 0);
    expect(textOf(now)).toContain(bot.say(language, 'notices:replaces', { number: 2 }));
    const english = new Intl.DisplayNames([language], { type: 'language' }).of('en');
    const fallback = bot.say(language, 'notices:fallback', { language: english });
    expect(textOf(now).includes(fallback), name).toBe(NO_TEXT.has(language));
  }
  const page = await openPage(bot.url, { locale: 'zh-CN', name: 'Wei', cookie: web.cookie });
  await page.waitFor(bot.say('zh-CN', 'notices:mark.superseded', { number: 2, by: 3 }));
  expect(page.heard().filter((text) => text.includes(THIRD['zh-CN']))).toHaveLength(1);
  expect(page.heard().filter((text) => text.includes(SECOND['zh-CN']))).toHaveLength(1);
  expect(inLobby().map(textOf)).toEqual([
    expect.stringMatching(/^⛔ Notice No. 2 [\s\S]*from 2 to 4/),
    expect.stringContaining(THIRD.en),
  ]);

  // The figures say what happened to each.
  for (const who of [wang, sup]) {
    expect(progress(who, 2)).toContain(
      `People: ${PEOPLE} · delivered: ${delivered + underWay.length} · failed: 0 · waiting: 0 · to be queued: 0 · read: 1`,
    );
    expect(progress(who, 2)).toMatch(/ 5\d %/);
    expect(progress(who, 2)).toContain(
      `replaced by No. 3.\n${stillSlow.length} messages were taken back before they went out.`,
    );
  }
  for (const who of [sup, admin])
    expect(progress(who, 3)).toContain(
      `100 %\nPeople: ${PEOPLE} · delivered: ${REACHED} · failed: 0 · waiting: 0 · to be queued: 0 · read: 0\n12 people have no chat`,
    );
  expect(await db.outgoing.count({ where: { state: 'pending', dedupeKey: { startsWith: 'notice' } } })).toBe(
    0,
  );

  // He unblocks it: he was not forgotten, and the second is over for him as well.
  luc.user.unblock();
  await bot.settle();
  await bot.later({ minutes: 11 });
  await looks();
  expect(secondIn(luc)).toEqual([]);
  expect(thirdIn(luc)).toHaveLength(1);
  expect(await says(wang, '/notice 3')).toContain(
    `People: ${PEOPLE} · read: 0 · not read: ${PEOPLE} · without a chat: 11\nMessages delivered: ${REACHED + 1} · failed: 0 · waiting: 0`,
  );

  // Most say that they have read it; who has not is named, by hotel and room.
  const silent = readers.filter((_one, at) => at % 12 === 5);
  await Promise.all(
    readers
      .filter((one) => !silent.includes(one))
      .map((one) =>
        one.user.press(thirdIn(one)[0] as Delivered, bot.say(one.language, 'notices:button.read'), {
          timeoutMs: 60_000,
        }),
      ),
  );
  await bot.settle();
  await page.pressLabel(bot.say('zh-CN', 'notices:button.read'));
  await bot.settle();
  const unreadAt = (hotel: string): string[] => {
    const there = [
      ...silent.map(({ name, room, hotel: its }) => ({ name, room, hotel: its, mark: '' })),
      ...NO_CHAT.map((one) => ({ ...one, mark: ' · ☎ no chat' })),
    ].filter((one) => one.hotel === hotel);
    const without = NO_CHAT.filter((one) => one.hotel === hotel).length;
    return [
      `${hotel}: ${there.length} have not, ${without} without a chat`,
      ...there
        .sort((a, b) => Number(a.room) - Number(b.room))
        .map(({ name, room, mark }) => `• ${room} · ${name}${mark}`),
    ];
  };
  expect((await says(wang, '/notice 3 unread')).replaceAll(/[\u2066-\u2069]/g, '').split('\n')).toEqual([
    `Notice No. 3: ${silent.length + NO_CHAT.length} people have not confirmed it`,
    ...unreadAt(HOTELS[0]),
    ...unreadAt(HOTELS[1]),
  ]);

  // Whoever connects, or comes, afterwards gets the third, once, and not the second.
  const lena = bot.telegram.user({ first_name: 'Lena', language_code: 'fr' });
  await lena.start(await codeOf(made, NOT_YET[0]));
  await bot.settle();
  await bot.later({ minutes: 11 });
  await looks();
  await bot.later({ minutes: 11 });
  await looks();
  const told = lena.inbox().map(textOf);
  expect(told.filter((text) => text.includes(THIRD.fr))).toHaveLength(1);
  expect(told.join('\n')).not.toContain(SECOND.fr);
  for (const one of readers) expect(thirdIn(one), one.name).toHaveLength(1);
  expect(await says(lena, '/notices')).toContain('3');
  const list = await says(ben.user, '/notices');
  expect(list).toMatch(/No\. 3 .*\nWater, new hours\n✓ You have read it/);
  expect(list).toContain(bot.say('en', 'notices:mark.superseded', { number: 2, by: 3 }));
});
