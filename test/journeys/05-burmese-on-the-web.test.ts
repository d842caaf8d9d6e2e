import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TINY_PNG } from '../channels/contract.ts';
import { staffRoom } from '../support/staff-room.ts';
import { openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

const ASK = 'ကျွန်တော် ဘယ်တော့ အိမ်ပြန်လို့ရမလဲ သိချင်ပါတယ်';

test('a Burmese speaker on the web asks when he may go home; staff answer from Telegram, and his photo reaches them whole', async () => {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const li = await room.hire('liaison', 'Li');
  const guest = await openPage(bot.url, { locale: 'my', name: 'Ko Aung' });
  const ticket = () => bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } });

  // He is understood and answered in Burmese.
  await guest.say(ASK);
  await bot.settle();
  expect(await ticket()).toMatchObject({ need: 'release', language: 'my', state: 'new' });
  const need = bot.say('my', 'common:need.release');
  await guest.waitFor(bot.say('my', 'ask:received.normal', { number: 1, need }));
  await guest.say('အခန်း ၃၀၇');
  await bot.settle();
  await guest.waitFor(bot.say('my', 'profile:question.name'));
  await guest.pressLabel(bot.say('my', 'profile:skip'));
  await guest.waitFor(bot.say('my', 'profile:complete'));

  // Staff on Telegram read his words, the name of his page and a room number they can find.
  const card = await room.group.waitFor('#1');
  expect(card.text).toContain(ASK);
  expect(card.text).toContain(`Ko Aung · ${bot.say('en', 'staff:card.room', { room: '307' })}`);
  await li.press(card, 'Claim');
  await bot.settle();
  await li.say(
    'Your release date is 24 November, if the last test is negative. Please send a photo of your entry form.',
  );
  await bot.settle();
  const relayed = await guest.waitFor('24 November');
  expect(relayed.text).toContain(bot.say('my', 'canned:relay.from', { number: 1 }));
  await li.say('!please-wait');
  await bot.settle();
  await guest.waitFor(bot.say('my', 'canned:please-wait'));

  // His photo arrives in her private Telegram chat as an upload, byte for byte, under his words.
  bot.clock.advance({ minutes: 3 });
  const photo = withComment(TINY_PNG, 'entry form');
  await guest.say('ဒီမှာပါ', { files: [await guest.upload(photo, 'entry-form.png')] });
  await bot.settle();
  const arrived = li.last();
  expect(arrived.caption).toContain('ဒီမှာပါ');
  expect(arrived.media?.kind).toBe('photo');
  expect(arrived.media?.bytes).toEqual(Buffer.from(photo));
  const upload = bot.telegram.calls('sendPhoto').at(-1);
  expect(Number(upload?.params.chat_id)).toBe(li.id);
  expect(upload?.params.photo).toMatch(/^attach:/);
  expect(room.group.messages().find((one) => one.message_id === card.message_id)?.text).toContain('1 photo');
  await guest.waitFor(bot.say('my', 'ask:added', { number: 1 }));

  // And one of hers arrives on his page.
  const reply = withComment(TINY_PNG, 'stamped');
  await li.sendPhoto(reply, { caption: 'Stamped, thank you.' });
  await bot.settle();
  const shown = await guest.waitFor('Stamped, thank you.');
  expect(Buffer.from(await guest.download(shown.files?.[0]?.url ?? ''))).toEqual(Buffer.from(reply));

  // Resolved from the group; he rates with a Burmese digit and has nothing to add.
  await li.say('/resolve 1', { chat: room.group });
  await bot.settle();
  await guest.waitFor(bot.say('my', 'care:ask.solved', { number: 1 }));
  await guest.say('၄');
  await bot.settle();
  await guest.waitFor(bot.say('my', 'care:comment.ask'));
  await guest.pressLabel(bot.say('my', 'care:button.skip'));
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'closed', rating: 4 });
  expect(await bot.store.db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});

/** The picture with a comment in it, so that no two are equal and a re-encoded one would show. */
function withComment(png: Uint8Array, comment: string): Uint8Array {
  const end = png.length - 12;
  const data = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(comment)]);
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write('zTXt', 4, 'latin1');
  data.copy(chunk, 8);
  return Buffer.concat([png.subarray(0, end), chunk, png.subarray(end)]);
}
