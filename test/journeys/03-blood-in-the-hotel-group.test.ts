import { expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import type { Delivered, User } from '../support/telegram-emulator/index.ts';
import { wholeApp } from '../support/whole-app.ts';

const CRY = 'Помогите, меня рвёт кровью!';
const texts = (place: { messages(): Delivered[] }): string[] => place.messages().map((one) => one.text ?? '');

test('a guest vomits blood and says so in the hotel group: a receipt there, pages until somebody claims, and a medic who accepts', async () => {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const { admin, group: desk } = room;
  const li = await room.hire('liaison', 'Li');
  const medic = await room.hire('medic', 'Dr Ruan', { username: 'dr_ruan' });
  const guest = bot.telegram.user({ first_name: 'Pavel', language_code: 'ru' });
  const neighbour = bot.telegram.user({ first_name: 'Olga', language_code: 'ru' });
  const members = [admin, guest, neighbour];
  const hotel = bot.telegram.group({
    title: 'Sunrise guests',
    type: 'supergroup',
    members,
    bot: 'administrator',
  });
  const idOf = async (name: string) => (await bot.store.db.staff.findFirstOrThrow({ where: { name } })).id;
  const ticket = () => bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } });
  const unknown = bot.say('en', 'staff-page:room-unknown');
  await admin.say('/site Sunrise Hotel phone=120 hotline=12356 zone=Asia/Shanghai', { chat: hotel });
  await bot.settle();

  // Guests talk among themselves, until one cries for help without addressing anybody.
  await neighbour.say('Всем привет, когда обед?', { chat: hotel });
  await bot.settle();
  expect(await bot.store.db.ticket.count()).toBe(0);
  const inHotel = hotel.messages().length;
  await guest.say(CRY, { chat: hotel });
  await bot.settle();
  expect(await ticket()).toMatchObject({
    need: 'medical',
    urgency: 'emergency',
    restricted: true,
    state: 'new',
  });

  // The group reads a receipt like any other: no need, no urgency, no ticket number.
  const receipts = hotel.messages().slice(inHotel);
  expect(receipts).toHaveLength(1);
  const link = 'https://t.me/homeward_bot?start=ticket-1';
  expect(receipts[0]?.text).toBe(
    `${bot.say('ru', 'ask:receipt.link', { link })}\n${bot.say('ru', 'ask:receipt.phone', { phone: '120' })}`,
  );
  expect(guest.inbox()).toEqual([]);

  // The team is paged with everybody's name, the administrator and the medic in private, at once, after 1 and after 3 minutes.
  const first = bot.say('en', 'staff-page:first', { number: 1, room: unknown });
  const again = (count: number) => bot.say('en', 'staff-page:again', { number: 1, room: unknown, count });
  const pages = (place: { messages(): Delivered[] }) =>
    texts(place).flatMap((text) =>
      /EMERGENCY|emergency/.test(text.split('\n')[0] ?? '') && !/🔒/.test(text) ? [text.split('\n')[0]] : [],
    );
  const mentioned = (message: Delivered) =>
    (message.entities ?? []).flatMap(({ user }) => (user ? [user.id] : []));
  for (const place of [desk, admin, medic]) expect(pages(place)).toEqual([first]);
  expect(pages(li)).toEqual([]);
  expect(mentioned(await desk.waitFor(first)).sort()).toEqual([admin.id, li.id, medic.id].sort());
  await bot.later({ seconds: 59 });
  expect(pages(desk)).toHaveLength(1);
  await bot.later({ seconds: 1 });
  await bot.later({ minutes: 2 });
  for (const place of [desk, admin, medic]) expect(pages(place)).toEqual([first, again(2), again(3)]);
  expect(mentioned(await desk.waitFor(again(3))).sort()).toEqual([admin.id, li.id, medic.id].sort());

  // In the team's chat and with the administrator there is nothing of the words; the medic reads them.
  for (const place of [desk, admin, li]) expect(texts(place).join()).not.toMatch(/кровью|Medical|Pavel/);
  expect(texts(medic).filter((text) => text.includes(CRY))).toHaveLength(3);

  // Li claims from a page: the pages end, she reads the words in private, and the card says whose it is.
  await li.press(await desk.waitFor(again(3)), 'Claim');
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'claimed', ownerId: await idOf('Li') });
  expect(li.last().text).toContain(CRY);
  expect(li.last().text).toContain('Sunrise Hotel');
  await bot.later({ minutes: 10 });
  expect(pages(desk)).toHaveLength(3);
  const card = () => texts(desk).find((text) => text.includes('🔒')) ?? '';
  expect(card()).toContain('Li');

  // Her answer waits for the private chat; the group learns only that there is one.
  await li.say('Врач уже идёт к Вам.');
  await bot.settle();
  expect(li.last().text).toContain(bot.say('en', 'staff:problem.no-private-chat'));
  expect(hotel.last().text).toContain(bot.say('ru', 'canned:relay.waiting-link', { number: 1, link }));
  await guest.start('ticket-1');
  await bot.settle();
  const [now, kept] = texts(guest);
  expect(now).toContain(bot.say('ru', 'ask:emergency.medical'));
  expect(now).toContain(bot.say('ru', 'ask:emergency.call', { phone: '120' }));
  expect(kept).toContain('Врач уже идёт к Вам.');
  await guest.say('502');
  await bot.settle();
  expect(card()).toContain(bot.say('en', 'staff:card.room', { room: '502' }));
  expect(li.last().text).toContain('502');
  expect(guest.last().text).toBe(bot.say('ru', 'profile:complete'));

  // Offered to the medic: until he accepts, Li is responsible and hears what the guest writes.
  await li.say('/transfer 1 @dr_ruan');
  await bot.settle();
  expect(await ticket()).toMatchObject({ ownerId: await idOf('Li'), proposedOwnerId: await idOf('Dr Ruan') });
  expect(card()).toContain(bot.say('en', 'staff:card.proposed', { to: 'Dr Ruan' }));
  const offer = medic.last();
  expect(offer.text).toContain(bot.say('en', 'staff:offer', { number: 1, name: 'Li' }));
  await guest.say('Мне хуже, голова кружится');
  await bot.settle();
  expect(li.last().text).toContain('Мне хуже, голова кружится');
  expect(medic.last().message_id).toBe(offer.message_id);
  await accept(bot.settle, medic, offer);
  expect(await ticket()).toMatchObject({
    state: 'claimed',
    ownerId: await idOf('Dr Ruan'),
    proposedOwnerId: null,
  });
  expect(li.last().text).toBe(bot.say('en', 'staff:told.accepted', { number: 1, name: 'Dr Ruan' }));
  expect(medic.last().text).toContain('Мне хуже, голова кружится');
  await guest.say('Дверь открыта');
  await bot.settle();
  expect(medic.last().text).toContain('Дверь открыта');
  expect(texts(li).join()).not.toContain('Дверь открыта');

  // Resolved: the guest is asked whether all is well before anything else, and the group never read a word of it.
  await medic.say('/resolve 1 Скорая Вас ждёт внизу.');
  await bot.settle();
  expect(texts(guest).at(-2)).toContain('Скорая Вас ждёт внизу.');
  expect(guest.last().text).toBe(bot.say('ru', 'care:ask.safe', { number: 1 }));
  await guest.press(guest.last(), bot.say('ru', 'care:button.safe'));
  await bot.settle();
  expect(guest.last().buttons).toContain('5 ★');
  await guest.press(guest.last(), '5 ★');
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'closed', rating: 5 });
  const inGroups = [...texts(hotel), ...texts(desk)].join();
  expect(inGroups).not.toMatch(/кровью|хуже|Скорая|Дверь|медик|Medical/);
  expect(neighbour.inbox()).toEqual([]);
});

async function accept(settle: () => Promise<void>, who: User, offer: Delivered): Promise<void> {
  await who.press(offer, 'Accept');
  await settle();
}
