import { describe, expect, test } from 'vitest';
import type { Drawing } from '../../src/delivery/perform.ts';
import { messageRef } from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { down, outbox, to, uuid } from './outbox.ts';

describe('delivery of cards', () => {
  const drawn = (text: string, ref?: string) => ({
    content: { text },
    ...(ref ? { ref: messageRef(ref) } : {}),
  });

  test('a change that comes before the card is recorded edits the card instead of posting another', async () => {
    const box = await outbox({ drawing: { card: async () => drawn('as it is now') } });
    const { db } = box.store;
    const { send } = box.channel;
    box.channel.send = async (outgoing) => {
      // The change is committed while the card is on its way.
      if (!(await db.outgoing.count({ where: { kind: 'card', lane: 1, id: { gt: 1 } } })))
        await box.card(to('g', 'group'), uuid(1), 'claimed');
      box.delivery.wake();
      return send(outgoing);
    };
    await box.card(to('g', 'group'), uuid(1));
    await box.delivery.idle();
    await box.delivery.idle();
    expect(box.channel.posts.get('g')).toMatchObject([{ edits: 1 }]);
    expect(await box.states()).toEqual(['sent', 'sent']);
  });

  test('a card that somebody deleted is posted again', async () => {
    const box = await outbox({ drawing: { card: async () => drawn('card', 'deleted') } });
    await box.card(to('g', 'group'), uuid(1), 'claimed');
    await box.delivery.idle();
    expect(box.texts('g')).toEqual(['card']);
    expect(await box.states()).toEqual(['sent']);
  });

  test('several changes of one ticket become one edit', async () => {
    const box = await outbox({ drawing: { card: async () => drawn('now', '1') } });
    await box.channel.send({ ...to('g', 'group'), chatKind: 'group', text: 'card' });
    for (const change of ['claimed', 'noted', 'resolved']) await box.card(to('g', 'group'), uuid(1), change);
    await box.delivery.idle();
    expect(box.channel.posts.get('g')).toMatchObject([{ edits: 1 }]);
    expect(await box.states()).toEqual(['sent', 'sent', 'sent']);
  });

  test('a card that cannot be drawn is given up after five tries and holds up only its lane', async () => {
    const box = await outbox({
      drawing: {
        card: async () => {
          throw new TypeError('a bug');
        },
      },
    });
    await box.card(to('g', 'group'), uuid(1), 'claimed');
    await box.say(to('g', 'group'), 'after');
    await box.delivery.idle();
    await box.say(to('g', 'group'), 'emergency', { lane: 'emergency' });
    await box.delivery.idle();
    for (const seconds of [1, 2, 4, 8]) await box.later({ seconds });
    expect(await box.states()).toEqual(['failed', 'sent', 'sent']);
    expect(box.texts('g')).toContain('emergency');
  });

  const list = () => {
    let ref: string | undefined;
    const shown = new Set<string>();
    const lists: string[][] = [];
    const drawing: Partial<Drawing> = {
      async extendList(_chat, tickets) {
        lists.push([...tickets]);
        for (const ticket of tickets) shown.add(ticket);
        return {
          listId: 'l',
          ticketIds: [...shown],
          content: { text: [...shown].join() },
          ...(ref ? { ref: messageRef(ref) } : {}),
        };
      },
      placeList: async (_list, placed) => {
        ref = placed;
      },
    };
    return { lists, drawing };
  };
  const can = { limits: { perSecond: 1000, chatEveryMs: 0, groupPerMinute: 20 } };

  test('cards beyond the room become one list, edited in place as tickets are added', async () => {
    const { lists, drawing } = list();
    const box = await outbox({ can, drawing });
    const cards = async (from: number, count: number) => {
      for (let index = from; index < from + count; index += 1) await box.card(to('g', 'group'), uuid(index));
    };
    await cards(0, 9);
    await box.delivery.idle();
    expect(lists.map((tickets) => tickets.length)).toEqual([9]);
    await cards(9, 10);
    await box.later({ seconds: 6 });
    expect(lists.map((tickets) => tickets.length)).toEqual([9, 10]);
    expect(box.channel.posts.get('g')).toMatchObject([
      { edits: 1, content: { text: expect.stringContaining(uuid(18)) } },
    ]);
    expect(new Set(await box.states())).toEqual(new Set(['sent']));
  });

  test('a list that cannot be sent now is sent whole later; one that is refused keeps nothing else waiting', async () => {
    const { lists, drawing } = list();
    const box = await outbox({ can, drawing });
    box.channel.failNext('g', down(), new ChannelError('permanent', '400', { reason: 'rejected' }));
    for (let index = 0; index < 9; index += 1) await box.card(to('g', 'group'), uuid(index));
    await box.delivery.idle();
    expect(box.texts('g')).toEqual([]);
    await box.later({ seconds: 6 });
    expect(lists.map((tickets) => tickets.length)).toEqual([9, 9]);
    expect(box.told).toHaveLength(9);
    await box.say(to('g', 'group'), 'after');
    await box.delivery.idle();
    expect(box.texts('g')).toEqual(['after']);
  });
});
