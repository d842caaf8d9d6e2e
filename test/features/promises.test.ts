import { describe, expect, test } from 'vitest';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

async function desk(words = MILK) {
  const made = await team();
  const wang = await made.colleague('Wang');
  await made.bot.person('telegram', { name: 'Li Na' }).says(words);
  return { ...made, wang, db: made.bot.store.db };
}

describe('/promise', () => {
  test('keeps a promise until it is marked kept, in the transcript and on the record', async () => {
    const { wang, db, group } = await desk();
    await wang.says('/promise 1 two tins before breakfast');
    expect(last(wang.inbox())).toContain('Promised on #1');
    await wang.says('/promise');
    expect(last(wang.inbox())).toBe(
      '1 promise is open:\n1. #1 · room unknown · two tins before breakfast · Wang 02:00',
    );
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain('🤝 two tins before breakfast');
    await wang.presses(/^Kept$/);
    expect(last(wang.inbox())).toBe('✓ The promise on #1 is kept.');
    await wang.says('/promise');
    expect(last(wang.inbox())).toContain('No promise is open here.');
    await wang.presses(/^Kept$/);
    expect(last(wang.inbox())).toContain('kept already');
    const actions = (await db.audit.findMany({ where: { action: { startsWith: 'ticket.promise' } } })).map(
      ({ action }) => action,
    );
    expect(actions).toEqual(['ticket.promise', 'ticket.promise-kept']);
    expect(JSON.stringify((await db.audit.findMany()).map(({ after }) => after))).not.toContain('breakfast');
    expect(group.texts().join()).toContain('#1');
  });

  test('works in Chinese, on the quoted card and in the group, where the team’s promises are listed', async () => {
    const { wang, group, colleague } = await desk();
    const card = group.posts().at(-1)?.ref ?? '';
    await wang.saysIn(group, '承诺 明早送两罐奶粉', { replyTo: card });
    expect(last(group.texts())).toContain('Promised on #1');
    const chen = await colleague('Chen');
    await chen.says('/promise');
    expect(last(chen.inbox())).toContain('No promise is open here.');
    await chen.saysIn(group, '承诺');
    expect(last(group.texts())).toContain('明早送两罐奶粉');
    await chen.saysIn(group, '/promise done 1');
    expect(last(group.texts())).toContain('is kept');
  });

  test('asks whoever resolves a ticket whether what was promised on it is kept', async () => {
    const { wang, db } = await desk();
    await wang.says('/promise 1 two tins before breakfast');
    await wang.says('/resolve 1');
    expect(wang.inbox().join()).toContain('#1 is resolved, and 1 promise on it is still open. Is it kept?');
    await wang.presses(/^Kept$/);
    expect(await db.ticketPromise.count({ where: { keptAt: null } })).toBe(0);
    await wang.says('/reopen 1');
    const heard = wang.inbox().length;
    await wang.says('/resolve 1');
    expect(wang.inbox().slice(heard).join()).not.toContain('promise');
  });

  test('asks which one when a ticket has several', async () => {
    const { wang, db } = await desk();
    await wang.says('/promise 1 milk powder');
    await wang.says('/promise 1 nappies');
    await wang.says('/promise done 1');
    expect(last(wang.inbox())).toContain('2 promises are open');
    await wang.presses(/✓ 2/);
    const kept = await db.ticketPromise.findMany({ where: { keptAt: { not: null } } });
    expect(kept).toMatchObject([{ text: 'nappies' }]);
    await wang.says('/promise 1');
    expect(last(wang.inbox())).toContain('1. #1 · room unknown · milk powder');
  });

  test('of a confidential ticket has no words where others read along, and is for those who may read it', async () => {
    const { wang, group, colleague, db } = await desk(BLOOD);
    await wang.says('/promise 1 a transfusion tonight');
    expect(last(wang.inbox())).toContain('confidential');
    expect(await db.ticketPromise.count()).toBe(0);
    const medic = await colleague('Zhao', 'medic');
    await medic.says('/promise 1 a transfusion tonight');
    await medic.saysIn(group, '/promise');
    expect(last(group.texts())).toContain('#1 · room unknown · 🔒 · Zhao');
    expect(group.texts().join()).not.toContain('transfusion');
    await medic.says('/promise');
    expect(last(medic.inbox())).toContain('a transfusion tonight');
  });

  test.each([
    ['/promise 9 milk', 'no ticket #9'],
    ['/promise done 9', 'no ticket #9'],
    ['/promise done 1', 'No promise is open on #1'],
    ['/promise milk', '/promise 12 what you promised'],
    [`/promise 1 ${'x'.repeat(501)}`, '500 characters at most'],
  ])('%s is explained', async (words, answer) => {
    const { wang, db } = await desk();
    await wang.says(words);
    expect(last(wang.inbox())).toContain(answer);
    expect(await db.ticketPromise.count()).toBe(0);
  });

  test('is not made on a ticket that is done, nor by a traveller, nor by an invented button', async () => {
    const { wang, bot, db } = await desk();
    await wang.says('/resolve 1');
    await wang.says('/promise 1 milk');
    expect(last(wang.inbox())).toContain('resolved now');
    const guest = bot.person('telegram');
    await guest.says('/promise 1 milk');
    expect(last(guest.inbox())).toContain('for the team');
    await wang.pressesId('kept:1');
    expect(last(wang.inbox())).toContain('no longer fits');
    expect(await db.ticketPromise.count()).toBe(0);
  });
});
