/** A house with rules and guests, for the tests of tests. The clock stands at 2 a.m. on 22 November 2026 in Shanghai. */
import { randomUUID } from 'node:crypto';
import { storedKey } from '../../src/store/person-keys.ts';
import { seal } from '../../src/store/sealed.ts';
import type { BotOptions } from '../support/bot.ts';
import { type Arrival, addGuest, addSite, type Guest } from '../support/guests.ts';
import { team } from './desk-team.ts';

/** Who comes, and with which papers. */
export interface Tested extends Guest {
  readonly seat?: string;
  readonly document?: string;
}

/** The house, a colleague of each role, and the rule of 14 days. */
export async function house(options: BotOptions = {}) {
  const desk = await team(options);
  const { bot } = desk;
  const { db } = bot.store;
  const [wang, med, sup, admin] = [
    await desk.colleague('Wang'),
    await desk.colleague('Med', 'medic'),
    await desk.colleague('Sue', 'supervisor'),
    await desk.colleague('Ada', 'admin'),
  ];
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  await admin.says('/stayrules 14');
  const guest = async ({ seat, document, ...about }: Tested): Promise<Arrival> => {
    const added = await addGuest(bot, { siteId, entryOn: '2026-11-15', account: 'telegram', ...about });
    const { personId } = added;
    if (seat) await db.stay.update({ where: { id: added.stayId }, data: { seat } });
    if (document) {
      const documentNumber = seal(db, 'person_details.document_number', personId, document);
      await db.personDetails.upsert({
        where: { personId },
        create: { personId, documentNumber },
        update: { documentNumber },
      });
      await db.personKey.create({ data: { ...storedKey(db, `document:${document}`), personId } });
    }
    return added;
  };
  const party = async (name: string): Promise<string> => {
    const id = randomUUID();
    await db.party.create({ data: { id, name, createdAt: new Date() } });
    return id;
  };
  return {
    ...desk,
    db,
    wang,
    med,
    sup,
    admin,
    siteId,
    guest,
    party,
    plan: () => bot.later({ seconds: 1 }),
    stay: (id: string) => db.stay.findUniqueOrThrow({ where: { id } }),
    results: async (stayId: string) => {
      const rows = await db.stayTest.findMany({ where: { stayId }, orderBy: { takenOn: 'asc' } });
      return rows.map(({ takenOn, result }) => `${iso(takenOn)} ${result}`);
    },
  };
}

/** A date without its time. */
export const iso = (date: Date | null): string | undefined => date?.toISOString().slice(0, 10);
