/** A roster, a team and three platforms: one with links and buttons, one with neither, and the web. */
import { randomUUID } from 'node:crypto';
import { rosterKeys } from '../../src/domain/roster/match.ts';
import { storedKey } from '../../src/store/person-keys.ts';
import { seal } from '../../src/store/sealed.ts';
import type { FakePerson } from '../support/bot.ts';
import { type Team, team } from './desk-team.ts';

/** What is said of somebody on the roster. */
export interface OnRoster {
  readonly name: string;
  readonly room?: string;
  readonly locale?: string;
  readonly document?: string | null;
  readonly phone?: string | null;
}

/** A team with a site and people who were announced. */
export type Scene = Team & {
  readonly siteId: string;
  /** Adds somebody to the roster; returns their id. */
  announced(who: OnRoster): Promise<string>;
  /** The person an account belongs to. */
  personOf(account: FakePerson): Promise<string | null>;
};

/** One code as it stands in a text. */
export const CODE = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/;

/** The code in the newest text that has one. */
export const codeIn = (texts: readonly string[]): string =>
  CODE.exec(texts.findLast((text) => CODE.test(text)) ?? '')?.[0] ?? 'no code';

/** Starts it. */
export async function scene(): Promise<Scene> {
  const accounts = {
    telegram: {},
    wechat: { buttons: false, edit: false, deepLink: () => undefined },
    web: { writeFirst: true },
  };
  const made = await team({ accounts, publicUrl: 'https://home.example' });
  const { db } = made.bot.store;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Sun Hotel', createdAt } });
  return {
    ...made,
    siteId,
    async announced({ name, room, locale, document = null, phone: number = null }) {
      const id = randomUUID();
      const phone = seal(db, 'person.phone', id, number) ?? null;
      const documentNumber = seal(db, 'person_details.document_number', id, document) ?? null;
      const place = { siteId, room: room ?? null };
      await db.person.create({
        data: { id, name, locale: locale ?? null, phone, createdAt, ...place },
      });
      await db.personDetails.create({
        data: { personId: id, documentNumber, importId: randomUUID() },
      });
      await db.stay.create({ data: { id: randomUUID(), personId: id, siteId, state: 'here', createdAt } });
      const keys = rosterKeys({
        name,
        birthDate: null,
        flight: null,
        entryDate: null,
        documentNumber: document,
        phone: number,
      });
      await db.personKey.createMany({
        data: keys.map(({ key }) => ({ ...storedKey(db, key), personId: id })),
      });
      return id;
    },
    async personOf(account) {
      const found = await db.channelIdentity.findFirst({ where: { externalId: account.id } });
      return found?.personId ?? null;
    },
  };
}
