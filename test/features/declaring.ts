/** People on the roster who declare, for the declaration's tests. */
import { randomUUID } from 'node:crypto';
import { seal } from '../../src/store/sealed.ts';
import type { FakePerson, TestBot } from '../support/bot.ts';

/** What the roster says of somebody. */
export interface Known {
  readonly name?: string;
  readonly room?: string;
  readonly siteId?: string;
  readonly locale?: string;
  readonly partyId?: string;
  readonly birthDate?: string;
  readonly documentNumber?: string;
  readonly flight?: string;
  readonly entryOn?: string;
  readonly state?: string;
}

/** Adds somebody with a stay. */
export async function onRoster(bot: TestBot, known: Known): Promise<string> {
  const { db } = bot.store;
  const id = randomUUID();
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const { name, room, siteId, locale, partyId, birthDate, documentNumber, flight, entryOn, state } = known;
  const document = seal(db, 'person_details.document_number', id, documentNumber) ?? null;
  const day = (text: string | undefined) => (text ? new Date(text) : null);
  await db.person.create({
    data: {
      id,
      name: name ?? null,
      room: room ?? null,
      siteId: siteId ?? null,
      locale: locale ?? null,
      partyId: partyId ?? null,
      createdAt,
      details: { create: { birthDate: day(birthDate), documentNumber: document } },
      stays: {
        create: {
          id: randomUUID(),
          siteId: siteId ?? null,
          flight: flight ?? null,
          entryOn: day(entryOn),
          state: state ?? 'here',
          createdAt,
        },
      },
    },
  });
  return id;
}

/** Gives somebody an account. */
export async function account(
  bot: TestBot,
  personId: string,
  channel = 'telegram',
  locale?: string,
): Promise<FakePerson> {
  const person = bot.person(channel, locale ? { locale } : {});
  await bot.store.db.channelIdentity.create({
    data: {
      id: randomUUID(),
      account: channel,
      externalId: person.id,
      personId,
      privateChat: person.id,
      createdAt: new Date(bot.clock.now().epochMilliseconds),
    },
  });
  return person;
}

/** A site by name. */
export async function site(bot: TestBot, name: string): Promise<string> {
  const id = randomUUID();
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  await bot.store.db.site.create({ data: { id, name, createdAt } });
  return id;
}

/** Says one after the other; what stands in brackets is a button. */
export async function goes(person: FakePerson, ...steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const button = /^\[(.*)\]$/.exec(step)?.[1];
    if (button) await person.presses(button);
    else await person.says(step);
  }
}

/** Answers in English to everything, of somebody who is well. */
export const WELL = [
  'Ana Lima',
  '1990-04-03',
  '[Passport]',
  'E12345678',
  'CA981',
  '12A',
  '2026-11-20',
  'France and Spain',
  '[No]',
  '[No symptoms]',
  '[No]',
  '2',
  '12 Lake Street, Beijing',
  'Chaoyang',
  'Rui Lima',
  '+8613800138000',
  '0',
] as const;
