import { expect, test } from 'vitest';
import { listSentSince, type RecentSend } from '../../src/store/outgoing.ts';
import { outbox, to } from './outbox.ts';

const LIMITS = { perSecond: 30, chatEveryMs: 0, groupPerMinute: 10 };

test('who takes an account over counts what was sent before, so that a takeover is no burst', async () => {
  const box = await outbox({ can: { limits: LIMITS } });
  const group = to('team', 'group');
  for (let number = 1; number <= 8; number += 1) await box.say(group, `${number}`);
  await box.delivery.idle();
  await box.delivery.stop();
  // Answers may have eight of the ten; the last two are for what is graver.
  expect(box.texts('team')).toHaveLength(8);

  box.clock.advance({ seconds: 20 });
  const since = box.clock.now().subtract({ minutes: 1 });
  const sentLately = await listSentSince(box.store.db, 'telegram', since);
  expect(sentLately.map(({ chat, lane }: RecentSend) => `${chat} ${lane}`)).toEqual(Array(8).fill('team 1'));
  const next = box.start({ sentLately });
  await box.say(group, '9');
  await box.say(group, 'help', { lane: 'emergency' });
  next.wake();
  const later = (): (string | undefined)[] => box.texts('team').slice(8);
  await expect.poll(later).toEqual(['help']);
  box.clock.advance({ seconds: 39 });
  next.wake();
  await expect.poll(() => box.states()).toEqual([...Array(8).fill('sent'), 'pending', 'sent']);
  box.clock.advance({ seconds: 2 });
  next.wake();
  await expect.poll(later).toEqual(['help', '9']);
});
