/** Four hundred guests of two hotels, readers of four languages, and what has come to each of them of two notices. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { inviteCode, staffRoom } from './staff-room.ts';
import type { Delivered, User } from './telegram-emulator/index.ts';
import type { WholeApp } from './whole-app.ts';

/** Where they are. */
export const HOTELS = ['Harbour Hotel', 'Moon Hotel'] as const;
const LANGUAGES = ['en', 'zh-CN', 'fr', 'my'] as const;

/** Name, language of the account, hotel, room, flight: those who come by a code of their own. */
const CONNECTED = [
  ['Ada Quinn', 'en', 0, '1', 'CA123'],
  ['Ben Ode', 'en', 0, '2', ''],
  ['Dora Falk', 'en', 1, '3', ''],
  ['邓丽', 'zh-CN', 0, '4', ''],
  ['Jia Wen', 'zh-CN', 1, '5', ''],
  ['Chloé Martin', 'fr', 0, '6', 'CA123'],
  ['Luc Petit', 'fr', 1, '7', ''],
  ['Aye Aye', 'my', 0, '8', ''],
  ['Ko Min', 'my', 1, '9', ''],
  ['Femi Ade', 'en', 0, '10', ''],
  ['Gita Rao', 'en', 1, '11', ''],
  ['Hugo Blanc', 'fr', 0, '12', ''],
] as const;
/** Who writes from the web. */
export const ON_THE_WEB = ['Wei Lan', 'zh-CN', 1, '13', ''] as const;
/** Who has no account until later. */
export const NOT_YET = ['Lena Berg', 'fr', 1, '14', ''] as const;

/** The others of four hundred; the last of them have no account. */
const [OTHERS, WITHOUT] = [386, 10];
/** How many have an account. */
export const REACHED = CONNECTED.length + 1 + OTHERS - WITHOUT;
/** How many there are. */
export const PEOPLE = REACHED + 1 + WITHOUT;

/** What they read. */
export type Language = (typeof LANGUAGES)[number];

/** Somebody on Telegram. */
export interface Reader {
  readonly name: string;
  readonly room: string;
  readonly hotel: string;
  readonly language: Language;
  readonly user: User;
}

/** What somebody reads. */
export const textOf = ({ text, caption }: Delivered): string => text ?? caption ?? '';
/** Two hotels with a guests' group in one of them, and a team. */
export async function hotels(bot: WholeApp) {
  const { telegram } = bot;
  const room = await staffRoom(bot);
  const { admin } = room;
  const sup = await room.hire('supervisor', 'Sun');
  const wang = await room.hire('liaison', 'Wang');
  const says = async (who: User, text: string): Promise<string> => {
    await who.say(text);
    await bot.settle();
    return textOf(who.last());
  };
  const presses = async (who: User, label: string, message = who.last()): Promise<string> => {
    await who.press(message, label);
    await bot.settle();
    return textOf(who.last());
  };
  const looks = async (): Promise<void> => {
    for (let look = 0; look < 5; look += 1) await bot.later({ seconds: 1 });
  };
  const lobby = telegram.group({ title: 'Harbour guests', members: [admin] });
  await admin.say(`/site ${HOTELS[0]}`, { chat: lobby });
  await bot.settle();
  await says(admin, `/site ${HOTELS[1]}`);
  const before = lobby.messages().length;
  const inLobby = (): Delivered[] => lobby.messages().slice(before);
  /** The one message in which somebody sees how far a notice is. */
  const progress = (who: User, number: number): string => {
    const found = who.inbox().filter((one) => new RegExp(`No\\. ${number} ·[^\n]*\n[▓░]`).test(textOf(one)));
    expect(found).toHaveLength(1);
    return textOf(found[0] as Delivered);
  };
  return { room, admin, sup, wang, says, presses, looks, inLobby, progress };
}

type Hotels = Awaited<ReturnType<typeof hotels>>;

/** Imports those who have, or will have, a code. */
export async function importAll(bot: WholeApp, { sup, says, presses }: Hotels): Promise<void> {
  const rows = [...CONNECTED, ON_THE_WEB, NOT_YET].map(([name, language, hotel, room, flight], at) =>
    [name, `P7000${at}`, language, flight, HOTELS[hotel], room].join(','),
  );
  await says(sup, '/roster');
  const file = ['name,document_number,languages,flight,site,room', ...rows].join('\n');
  await sup.sendDocument(Buffer.from(file), { fileName: 'guests.csv' });
  await bot.settle();
  await presses(sup, '✅ Import');
  await bot.later({ seconds: 1 });
}

/** A code of somebody on the list. */
export const codeOf = async ({ wang, says }: Hotels, name: string): Promise<string> =>
  inviteCode(await says(wang, `/bindcode ${name}`));

/** Those who come by their code. */
export const connectedReaders = async (bot: WholeApp, made: Hotels): Promise<Reader[]> => {
  const readers: Reader[] = [];
  for (const [name, language, hotel, room] of CONNECTED) {
    const user = bot.telegram.user({
      first_name: name,
      language_code: language === 'zh-CN' ? 'zh-hans' : language,
    });
    await user.start(await codeOf(made, name));
    await bot.settle();
    readers.push({ name, room, hotel: HOTELS[hotel], language, user });
  }
  return readers;
};

/** Everybody else of the four hundred, as if they had come days ago. */
export async function addOthers(bot: WholeApp): Promise<Reader[]> {
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const sites = await db.site.findMany();
  const others = Array.from({ length: OTHERS }, (_one, at) => {
    const hotel = HOTELS[at % 3 === 0 ? 1 : 0];
    const language = LANGUAGES[at % LANGUAGES.length] as Language;
    const siteId = sites.find(({ name }) => name === hotel)?.id ?? '';
    return { id: randomUUID(), name: `Guest ${at}`, room: String(2000 + at), hotel, language, siteId };
  });
  await db.person.createMany({
    data: others.map(({ id, name, room, language, siteId }) => ({
      ...{ id, name, room, siteId, createdAt },
      locale: language,
    })),
  });
  await db.stay.createMany({
    data: others.map(({ id, siteId }) => ({
      ...{ id: randomUUID(), personId: id, siteId, createdAt },
      ...{ state: 'here', needsPlan: false },
    })),
  });
  const readers = others.slice(0, OTHERS - WITHOUT).map(({ id, ...one }) => {
    const user = bot.telegram.user({ first_name: one.name, language_code: 'en' });
    user.chat.bot = 'member';
    return { ...one, user, id };
  });
  await db.channelIdentity.createMany({
    data: readers.map(({ id, name, user }) => ({
      ...{ id: randomUUID(), account: 'telegram', externalId: String(user.id), displayName: name },
      ...{ privateChat: String(user.id), personId: id, createdAt },
    })),
  });
  return readers;
}

/** Those without an account, by name and room. */
export const NO_CHAT = [
  { name: NOT_YET[0], room: NOT_YET[3], hotel: HOTELS[NOT_YET[2]] },
  ...Array.from({ length: WITHOUT }, (_one, index) => {
    const at = OTHERS - WITHOUT + index;
    return { name: `Guest ${at}`, room: String(2000 + at), hotel: HOTELS[at % 3 === 0 ? 1 : 0] };
  }),
];
