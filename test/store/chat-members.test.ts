import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/channels/channel.ts';
import { readPresence } from '../../src/conversation/presence.ts';
import { accountId, chatRef, type SenderRef, senderRef } from '../../src/domain/ids.ts';
import {
  listPresence,
  listTeamGroups,
  notePresence,
  saveRoll,
  type TeamGroup,
} from '../../src/store/chat-members.ts';
import type { Envelope } from '../../src/store/context.ts';
import { moveChat } from '../../src/store/move-chat.ts';
import type { Store } from '../../src/store/open.ts';
import { findChat } from '../../src/store/people.ts';
import { type Tx, transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';

const T0 = Temporal.Instant.from('2026-11-22T02:00:00Z');
const later = (minutes: number): Temporal.Instant => T0.add({ minutes });
const createdAt = new Date(T0.epochMilliseconds);

let store: Store;
let teamId: string;
beforeEach(async () => {
  store = await testStore();
  teamId = randomUUID();
  await store.db.team.create({ data: { id: teamId, name: 'Night', isDefault: true, createdAt } });
});

/** A group; a team's unless said otherwise. */
async function group(externalId: string, more: object = { teamId }) {
  const chat = { id: randomUUID(), account: 'telegram', externalId, kind: 'group', createdAt, ...more };
  await store.db.chat.create({ data: chat });
  return theChat(externalId);
}

async function theChat(externalId: string) {
  const chat = await findChat(store.db, 'telegram', externalId);
  if (!chat) throw new Error(`no chat ${externalId}`);
  return chat;
}

/** An account: a colleague's unless it is a guest's; its id in our tables. */
async function account(externalId: string, { active = true, guest = false, where = 'telegram' } = {}) {
  const id = randomUUID();
  const staffId = guest ? null : randomUUID();
  if (staffId)
    await store.db.staff.create({
      data: { id: staffId, name: externalId, role: 'liaison', active, createdAt },
    });
  await store.db.channelIdentity.create({ data: { id, account: where, externalId, staffId, createdAt } });
  return id;
}

const presence = (chatId: string) => transact(store.db, (tx) => listPresence(tx, chatId));
const refs = (...ids: string[]): SenderRef[] => ids.map(senderRef);

describe('who is in a group', () => {
  test('only colleagues are remembered, and the last that was seen counts', async () => {
    const chat = await group('-1');
    const ann = await account('ann');
    await account('guest', { guest: true });
    await account('ann', { where: 'wechat' });
    const seen = refs('ann', 'guest', 'nobody');
    await transact(store.db, async (tx) => {
      await notePresence(tx, chat, seen, true, T0);
      expect(await listPresence(tx, chat.id)).toEqual(new Map([[ann, true]]));
      await notePresence(tx, chat, seen, false, later(1));
      expect(await listPresence(tx, chat.id)).toEqual(new Map([[ann, false]]));
    });
    expect(await presence(chat.id)).toEqual(new Map([[ann, false]]));
  });

  test("a platform's answer counts, but not against what was seen after it was asked", async () => {
    const chat = await group('-1');
    const [ann, bo, cy] = [await account('ann'), await account('bo'), await account('cy')];
    await transact(store.db, async (tx) => {
      await notePresence(tx, chat, refs('ann'), true, T0);
      await notePresence(tx, chat, refs('bo'), true, later(5));
    });
    const [asked] = await listTeamGroups(store.db);
    await saveRoll(store.db, asked as TeamGroup, refs('cy', 'someone'), later(3));
    expect(await presence(chat.id)).toEqual(
      new Map([
        [ann, false],
        [bo, true],
        [cy, true],
      ]),
    );
    await saveRoll(store.db, asked as TeamGroup, [], later(6));
    expect([...(await presence(chat.id)).values()]).toEqual([false, false, false]);
  });

  test("groups to ask about: a team's own, open, with its platform's active colleagues", async () => {
    const chat = await group('-1');
    await group('-2', { teamId: null });
    await group('-3', { teamId, state: 'blocked' });
    await group('desk', { teamId, oversees: true });
    expect(await listTeamGroups(store.db)).toEqual([]);
    await account('bo');
    await account('ann');
    await account('off', { active: false });
    await account('guest', { guest: true });
    await account('li', { where: 'wechat' });
    expect(await listTeamGroups(store.db)).toEqual([
      { id: chat.id, account: 'telegram', chat: '-1', colleagues: ['ann', 'bo'] },
    ]);
  });

  test('a group that moved into one already known takes what is known along', async () => {
    const from = await group('-1');
    const to = await group('-100', { teamId: null });
    const [ann, bo] = [await account('ann'), await account('bo')];
    await transact(store.db, async (tx) => {
      await notePresence(tx, from, refs('ann', 'bo'), true, T0);
      await notePresence(tx, to, refs('bo'), false, T0);
    });
    await transact(store.db, (tx) => moveChat(tx, 'telegram', { from: '-1', to: '-100', now: T0 }));
    expect(await presence(to.id)).toEqual(
      new Map([
        [ann, true],
        [bo, false],
      ]),
    );
  });
});

describe('what a message says of it', () => {
  /** The transaction with its statements counted. */
  function counted(tx: Tx): { tx: Tx; count: () => number } {
    let statements = 0;
    const client = new Proxy(tx.client, {
      get(target, name) {
        if (/^\$(query|execute)Raw(Unsafe)?$/.test(String(name))) statements += 1;
        return Reflect.get(target, name);
      },
    });
    return { tx: { ...tx, client }, count: () => statements };
  }

  async function envelope(externalId: string, chat: Envelope['chat'], more: Partial<Inbound> = {}) {
    const row = await store.db.channelIdentity.findFirstOrThrow({
      where: { externalId },
      include: { staff: true },
    });
    const { staff, ...identity } = row;
    const inbound = {
      account: accountId('telegram'),
      chat: { id: chatRef(chat?.externalId ?? '-9'), kind: 'group' },
      ...more,
    };
    return { inbound, chat, identity, staff: staff ?? undefined } as unknown as Envelope;
  }

  test('the first message of a colleague is noted; the rest of a batch costs one look, and of guests none', async () => {
    const chat = await group('-1');
    const hotel = await group('-2', { teamId: null });
    const desk = await group('desk', { teamId: null, oversees: true });
    await account('ann');
    await account('guest', { guest: true });
    const ann = await envelope('ann', chat);
    const others = await Promise.all([
      envelope('guest', chat),
      envelope('ann', hotel),
      envelope('ann', desk),
    ]);
    await transact(store.db, async (plain) => {
      const { tx, count } = counted(plain);
      for (const other of others) expect(await readPresence(tx, other, T0)).toBe(false);
      expect(count()).toBe(0);
      expect(await readPresence(tx, ann, T0)).toBe(false);
      expect(count()).toBe(2);
    });
    await transact(store.db, async (plain) => {
      const { tx, count } = counted(plain);
      for (let n = 0; n < 5; n += 1) await readPresence(tx, ann, later(1));
      expect(count()).toBe(1);
    });
    expect(await store.db.chatMember.findMany()).toMatchObject([{ present: true, at: createdAt }]);
  });

  test('coming and going is all that such a message says, wherever it happens', async () => {
    const chat = await group('-1');
    await account('ann');
    const who = refs('ann');
    const entered = { event: { type: 'entered', who } } as const;
    const left = await envelope('ann', chat, { event: { type: 'left', who } });
    const kicked = await envelope('ann', chat, { event: { type: 'blocked' } });
    const here = await envelope('ann', chat, entered);
    const elsewhere = await envelope('ann', undefined, entered);
    await transact(store.db, async (tx) => {
      const present = async () => [...(await listPresence(tx, chat.id)).values()];
      expect(await readPresence(tx, here, T0)).toBe(true);
      expect(await present()).toEqual([true]);
      expect(await readPresence(tx, left, T0)).toBe(true);
      expect(await present()).toEqual([false]);
      expect(await readPresence(tx, elsewhere, T0)).toBe(true);
      expect(await readPresence(tx, kicked, T0)).toBe(false);
      expect(await present()).toEqual([false]);
    });
  });
});
