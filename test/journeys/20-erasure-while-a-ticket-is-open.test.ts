import { expect, test } from 'vitest';
import { readFigures } from '../../src/store/figures.ts';
import { inviteCode, staffRoom } from '../support/staff-room.ts';
import { talk, textOf } from '../support/talk.ts';
import { whereIs } from '../support/where-is.ts';
import { wholeApp } from '../support/whole-app.ts';

const ROSTER = `name,document_number,languages,entry_date,site,room,phone
Ana Quillfeather,P77001,English,2026-11-21,Harbour Hotel,1203,+8613800138000
Otto Berg,P77002,English,2026-11-21,Harbour Hotel,1204,
`;
const MILK = 'Our ten-month-old has no milk powder left, please help us';

test('a guest asks to be erased while her request is open: she is helped as before, goes home, and then nothing of her is left but the numbers and a proof', {
  timeout: 180_000,
}, async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const room = await staffRoom(bot);
  const [sup, wang] = [await room.hire('supervisor', 'Sun'), await room.hire('liaison', 'Wang')];
  const en = (key: string, params?: Record<string, unknown>) => bot.say('en', key, params);
  const { says, presses } = talk(bot);
  const request = () => db.erasure.findUniqueOrThrow({ where: { number: 1 } });
  const figures = async () => {
    const now = bot.clock.now();
    const period = { from: now.subtract({ hours: 24 * 10 }), to: now.add({ hours: 1 }) };
    return readFigures(db, { ...period, by: 'language' }, now);
  };

  // She is on the hotel's list, connects, and asks for milk powder; Wang looks after it.
  await says(room.admin, '/site Harbour Hotel');
  await says(room.admin, '/stayrules 14');
  await says(sup, '/roster');
  await sup.sendDocument(Buffer.from(ROSTER), { fileName: 'harbour.csv' });
  await bot.settle();
  await presses(sup, '✅ Import');
  const ana = bot.telegram.user({ first_name: 'Ana Quillfeather', language_code: 'en' });
  await says(ana, inviteCode(await says(wang, '/bindcode P77001')));
  const { id: personId } = await db.person.findFirstOrThrow({ where: { name: 'Ana Quillfeather' } });
  await says(ana, MILK);
  await says(wang, '/claim 1');
  expect(await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).toMatchObject({ personId });

  // She asks for everything to be deleted. The law and her own request come first, and she and Sun read why.
  await says(ana, '/erase');
  const held = await presses(ana, en('privacy:button.erase'));
  expect(held).toContain(en('privacy:erase.held', { number: 1 }));
  expect(held).toContain(en('privacy:hold.ticket', { number: 1 }));
  expect(textOf(sup.last())).toContain(
    en('staff-privacy:card.head', { number: 1, who: 'Ana Quillfeather · 1203 · Harbour Hotel' }),
  );
  const card = sup.last();
  expect(await presses(sup, en('staff-privacy:button.approve'), card)).toContain(
    en('staff-privacy:not-yet', { number: 1 }),
  );

  // Meanwhile she is helped like anybody.
  await says(ana, 'The one from six months on, please');
  expect(textOf(wang.last())).toContain('from six months on');
  expect(await says(wang, 'It stands before your door')).not.toContain('⚠️');
  expect(textOf(ana.last())).toContain('It stands before your door');

  // She goes home; the request that is still open keeps her data for another evening.
  await says(sup, '/discharge 1203 anyway her flight leaves today');
  expect(await db.stay.findFirstOrThrow({ where: { personId } })).toMatchObject({ state: 'released' });
  await bot.later({ hours: 1 });
  expect((await request()).state).toBe('held');
  const before = await figures();
  await says(wang, '/resolve 1');
  await bot.later({ hours: 30 });
  const done = await request();
  expect(done.state).toBe('done');
  expect(textOf(ana.last())).toBe(en('privacy:erase.done', { number: 1, proof: done.sha256 }));

  // Nothing of her is anywhere, what was counted still is, and Sun has the proof.
  await bot.later({ minutes: 2 });
  for (const word of ['Quillfeather', 'P77001', 'ten-month-old', 'six months on', `"${ana.id}"`])
    expect([word, await whereIs(bot.store, word)]).toEqual([word, []]);
  const after = await figures();
  expect(after.total).toMatchObject({
    opened: before.total.opened,
    resolved: before.total.resolved + 1,
    released: before.total.released,
  });
  expect(after.rows.map(({ key, opened }) => [key, opened])).toEqual(
    before.rows.map(({ key, opened }) => [key, opened]),
  );
  expect(await says(sup, '/erasures')).toContain(done.sha256);
  expect(await says(wang, '/ticket 1')).not.toContain('milk');
  expect(await says(wang, '/person 1203')).not.toContain('Quillfeather');

  // Whoever writes again is somebody new.
  await says(ana, 'There is no hot water in my room');
  const again = await db.ticket.findUniqueOrThrow({ where: { number: 2 } });
  expect(again.personId).not.toBe(personId);
});
