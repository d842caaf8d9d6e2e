import { expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import type { Delivered } from '../support/telegram-emulator/index.ts';
import { wholeApp } from '../support/whole-app.ts';

const ROTA = [
  'team,date,shift,start,end,staff,lead',
  'Night desk,2026-11-21,Night,20:00,08:00,Chen;Li;Wang;He Xin,Chen',
].join('\n');

const REFUSED =
  'We were moved to the Sea Hospital, but they refused my daughter and me at the door and the bus went away. When will we be transferred?';
const SHOUTED = 'Your colleague Wang was rude to us and shouted at my daughter. I want to complain about him';
const WHERE = 'We still need a transfer to another hotel tonight, we are both tired and cold';
const CHILD =
  'She has not spoken since the bus and cries all the time, I feel hopeless, could a counsellor talk with us?';

const texts = (place: { messages(): Delivered[] }): string[] => place.messages().map((one) => one.text ?? '');

/** The tickets a text names. */
const numbersIn = (text: string): string[] => [...new Set(text.match(/#\d+/g) ?? [])].sort();

test('a mother and her 4-year-old are refused at a hospital: a complaint only a supervisor may have, a transfer that is chased until it is done, a counsellor whose words stay between them; four owners, every promise kept, and for her one conversation', async () => {
  const bot = await wholeApp();
  const { db } = bot.store;
  const room = await staffRoom(bot);
  const { group } = room;
  const sup = await room.hire('supervisor', 'Sun');
  const [chen, li] = [await room.hire('liaison', 'Chen'), await room.hire('liaison', 'Li')];
  const [wang, he] = [await room.hire('liaison', 'Wang'), await room.hire('counsellor', 'He Xin')];
  await sup.sendDocument(Buffer.from(ROTA), { fileName: 'rota.csv', caption: '/shift import' });
  await bot.settle();
  await sup.press(sup.last(), 'Yes, do it');
  await bot.settle();
  const names = new Map((await db.staff.findMany()).map(({ id, name }) => [id, name]));
  const ownerOf = async (number: number) => {
    const { ownerId } = await db.ticket.findUniqueOrThrow({ where: { number } });
    return ownerId && names.get(ownerId);
  };
  const owners = new Set<string | null | undefined>();
  const says = async (who: typeof sup, ...lines: string[]) => {
    for (const line of lines) {
      await who.say(line);
      await bot.settle();
    }
    return who.last().text ?? '';
  };

  // 02:00. Wang, who was on the bus, takes her words; three minutes later he reads what she says of him.
  const mother = bot.telegram.user({ first_name: 'Maria', language_code: 'en' });
  await says(mother, REFUSED, '1206', 'Maria');
  await says(wang, '/claim 1');
  owners.add(await ownerOf(1));
  await bot.later({ minutes: 3 });
  expect(await says(mother, SHOUTED)).toBe('Added to your request #1. The team sees it.');

  // Li makes it a complaint about him. It leaves him at once, and nothing he tries brings it back.
  expect(await says(li, '/complaint 1 Wang')).toBe('#1 is a complaint now; a supervisor looks after it.');
  expect(await ownerOf(1)).toBeNull();
  expect(wang.last().text).toContain('#1 is a complaint now, so it is no longer with you');
  const old = wang.messages().find(({ buttons }) => buttons.includes('Resolve')) as Delivered;
  const refused = '#1 is about you, so somebody else looks after it.';
  for (const line of ['/claim 1', '/resolve 1', '/resolve 1 done', '/need 1 transfer', '/complaint 1 Li'])
    expect(await says(wang, line), line).toBe(refused);
  await wang.press(old, 'Resolve');
  await bot.settle();
  expect(wang.last().text).toBe(refused);
  expect(await says(li, '/claim 1')).toBe(
    '#1 is a complaint: a supervisor or an administrator looks after it.',
  );
  expect(await says(li, '/need 1 transfer')).toContain('#1 is a complaint');
  const page = await sup.waitFor('⚠️ #1 is a complaint and waits for a supervisor');
  await sup.press(page, 'Claim');
  await bot.settle();
  owners.add(await ownerOf(1));
  expect(sup.last().text).toContain(`▸ 02:03 ${SHOUTED}`);
  await says(sup, '/promise 1 I tell you by nine what came of it');

  // 02:06. Where they sleep is another matter: one tap of hers makes it one, and Li takes it.
  await bot.later({ minutes: 3 });
  await says(mother, WHERE);
  await mother.press(mother.last(), 'This is something new');
  await bot.settle();
  expect(mother.last().text).toContain('It is request #2 (Move or transport)');
  await says(
    li,
    '/claim 2',
    '/promise 2 two beds for you both by five',
    '/wait 2 on the Lake Hotel until 1h',
  );
  owners.add(await ownerOf(2));

  // For her daughter she asks for a counsellor: the group sees a number and a room, He Xin the words.
  await says(mother, '/for Mina 1206');
  await mother.press(mother.last(), 'Parent');
  await bot.settle();
  await says(mother, CHILD);
  expect(mother.last().text).toContain('It is request #3 (Someone to talk to)');
  expect((await group.waitFor('#3')).text).toBe('⚪ #3 · 🔒 · normal\nroom 1206\nStatus: unclaimed');
  expect(await says(li, '/ticket 3')).toContain('#3 is confidential');
  await says(he, '/claim 3');
  owners.add(await ownerOf(3));
  expect(he.last().text).toContain('✍️ Maria writes for them (parent, unverified)');
  expect(he.last().text).toContain(CHILD);
  await he.press(he.last(), 'Verify');
  await bot.settle();
  await mother.waitFor('the team has confirmed that you may write for Mina (1206)');

  // Mother and daughter are one party: both stand on the cards, and the group is not told whose the confidence is.
  expect(await says(he, '/party 1 3')).toBe('👥 Party of 2:\n• Maria (1206) #1 #2\n• Mina (1206) #3');
  const cards = texts(group).filter((text) => /^⚪ #[12] ·/.test(text));
  expect(cards).toHaveLength(2);
  for (const card of cards) expect(card).toMatch(/Maria · room 1206[\s\S]*👥 party: Mina \(1206\)/);
  expect(cards.map(numbersIn)).toEqual([['#1'], ['#2']]);
  expect(await says(sup, '/ticket 1')).toContain('👥 party: Mina (1206); also #3');

  // The counsellor asks, she answers: it goes to him and to nobody else, though her last words were for somebody else.
  await says(mother, '/for me');
  await says(he, 'I am He Xin. May I come to your door, or call you both?');
  await mother.waitFor('I am He Xin. May I come to your door, or call you both?');
  await says(mother, 'Please call, she is awake');
  expect(he.last().text).toBe('#3 room 1206 Maria: Please call, she is awake');
  expect(texts(li).join('\n')).not.toContain('she is awake');

  // 03:06: the hotel has not answered, and Li is reminded; 04:06: Li and Chen, who leads the shift.
  const chasedAt = async (after: Temporal.DurationLike) => {
    const [before, leads] = [li.messages().length, chen.messages().length];
    await bot.later(after);
    const chased = (place: typeof li, from: number) =>
      texts(place)
        .slice(from)
        .filter((text) => text.includes('#2 has been waiting for the Lake Hotel'));
    return { li: chased(li, before), chen: chased(chen, leads) };
  };
  const first = await chasedAt({ hours: 1 });
  expect(first.li).toEqual([expect.stringContaining('for 1 h. Please ask again, or go on with it.')]);
  expect(first.chen).toEqual([]);
  const second = await chasedAt({ hours: 1 });
  expect(second.li).toEqual([expect.stringContaining('for 2 h')]);
  expect(second.chen).toEqual(second.li);

  // It takes them: Li tells her, and what was promised is done.
  await li.press(li.last(), 'Resume');
  await bot.settle();
  await says(li, '/reply 2 The Lake Hotel takes you both now. I bring you.');
  await says(mother, 'Thank you, we are ready');
  expect(li.last().text).toBe('#2 room 1206 Maria: Thank you, we are ready');
  await says(li, '/resolve 2 Good night to you both.');
  const asked = await li.waitFor('#2 is resolved, and 1 promise on it is still open. Is it kept?');
  await li.press(asked, 'Kept');
  await bot.settle();
  expect(li.last().text).toBe('✓ The promise on #2 is kept.');
  await says(he, '/resolve 3');
  await says(sup, '/reply 1 We are sorry. We have spoken with our colleague.');
  await says(sup, '/promise done 1', '/resolve 1 From now on nobody is left at a door.');

  // Four people had her matters, one after the other and side by side, and no promise is open.
  expect([...owners]).toEqual(['Wang', 'Sun', 'Li', 'He Xin']);
  expect(await db.ticketPromise.count()).toBe(2);
  expect(await db.ticketPromise.count({ where: { keptAt: null } })).toBe(0);
  expect(await db.ticket.count({ where: { state: 'resolved' } })).toBe(3);
  expect(await says(sup, '/promise')).toContain('No promise is open here.');

  // For her it was one chat: every answer says what it is about, and nothing in it is the team's own.
  const heard = texts(mother).join('\n');
  for (const answer of [
    '#2 · Liaison team:\nThe Lake Hotel takes you both now. I bring you.',
    '#2 · Liaison team:\nGood night to you both.',
    '#3 · Liaison team:\nI am He Xin. May I come to your door, or call you both?',
    '#1 · Liaison team:\nWe are sorry. We have spoken with our colleague.',
    '#1 · Liaison team:\nFrom now on nobody is left at a door.',
  ])
    expect(heard).toContain(answer);
  expect(heard).toContain('We have been thinking of you. Are you feeling safe for now?');
  expect(heard).not.toMatch(/complaint now|is about you|Wang|Lake Hotel until|two beds|party|supervisor/);
  const chats = await db.outgoing.findMany({ where: { ticketId: { not: null } }, distinct: ['chat'] });
  expect(chats.map(({ chat }) => chat)).toContain(String(mother.id));
  expect(await says(mother, '/tickets')).toMatch(
    /#2 · Move or transport[\s\S]*#3 · Someone[\s\S]*#1 · Complaint/,
  );

  // The record says who did what; of the confidential one also who read it.
  const trail = await says(sup, '/audit 1');
  for (const line of [
    /02:00 · Wang \(telegram\) · claimed · status: unclaimed → claimed · with: – → Wang/,
    /02:03 · Li \(telegram\) · marked as a complaint · .* · with: Wang → – · about: – → Wang/,
    /02:03 · Sun \(telegram\) · claimed · .* · with: – → Sun/,
    /Sun \(telegram\) · promised something/,
    /04:06 · Sun \(telegram\) · kept a promise/,
    /04:06 · Sun \(telegram\) · resolved/,
  ])
    expect(trail).toMatch(line);
  expect(trail.match(/Wang \(telegram\)/g)).toHaveLength(1);
  expect(await says(sup, '/audit 2')).toMatch(
    /02:06 · Li \(telegram\) · claimed[\s\S]*began to wait[\s\S]*03:06 · the bot · reminded[\s\S]*04:06 · the bot · reminded[\s\S]*resolved[\s\S]*kept a promise/,
  );
  expect(await says(sup, '/audit 3')).toMatch(
    /He Xin \(telegram\) · claimed[\s\S]*He Xin \(telegram\) · read in full \(confidential\)/,
  );
  expect(await says(sup, '/ledger @Wang')).toContain('Wang: 💐 0 · ⚠️ 1');
  expect(await db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
