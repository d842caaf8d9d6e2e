import { expect, test } from 'vitest';
import { inviteCode } from '../support/staff-room.ts';
import { wholeApp } from '../support/whole-app.ts';

const ASK =
  'Hello! I have an online exam tomorrow at 9 am. I need a quiet room and a power strip, could you help?';

test('an English-speaking student on WeChat needs a quiet room and a power strip: a matter of study, looked after by numbers and Chinese words', async () => {
  const bot = await wholeApp({ wechat: true, env: { DEFAULT_LOCALE: 'zh-CN' } });
  const { wechat } = bot;
  const boss = wechat.mocker.createContact({ id: 'wxid_boss', name: '周主管' });
  const chen = wechat.mocker.createContact({ id: 'wxid_chen', name: '陈' });
  const memberIdList = ['wxid_bot', 'wxid_boss', 'wxid_chen'];
  const desk = wechat.mocker.createRoom({ id: 'desk@chatroom', topic: '值班台', memberIdList });
  const student = wechat.mocker.createContact({ id: 'wxid_student', name: 'Emma' });
  const heard = (id: string): string[] => wechat.sentTo(id).map(({ text }) => text ?? '');
  const last = (id: string): string => heard(id).at(-1) ?? '';
  const says = (who: typeof student, text: string) => bot.onWechat(() => who.say(text).to(wechat.bot));
  const saysAtDesk = (who: typeof student, text: string) => bot.onWechat(() => who.say(text).to(desk));
  const ticket = (number: number) => bot.store.db.ticket.findUniqueOrThrow({ where: { number } });

  // The team sets itself up on WeChat: administrator, room, one invited colleague.
  await says(boss, `/setup ${bot.setupCode}`);
  await saysAtDesk(boss, '/team 值班台');
  await says(boss, '邀请 liaison');
  await says(chen, `/start ${inviteCode(last('wxid_boss'))}`);

  // The student is answered in English, with a question, and with numbers where others have buttons.
  await says(student, ASK);
  expect(await ticket(1)).toMatchObject({ need: 'study', state: 'new', language: 'en' });
  expect((await ticket(1)).urgency).not.toBe('emergency');
  const answer = last('wxid_student');
  expect(answer).toContain(bot.say('en', 'common:need.study'));
  expect(answer).toContain(bot.say('en', 'profile:question.room'));
  const byNumber = bot.say('en', 'ask:other-kind-by-number');
  expect(answer.indexOf(byNumber)).toBeGreaterThan(answer.indexOf(bot.say('en', 'profile:question.room')));
  expect(answer).toMatch(/\n1\. .+\n2\. .+\n3\. .+\n4\. /);
  await says(student, 'Room 808');
  expect(last('wxid_student')).toContain(bot.say('en', 'profile:question.name'));
  await says(student, '1');
  expect(last('wxid_student')).toBe(bot.say('en', 'profile:complete'));

  // Staff read Chinese, and the student's words as written; a Chinese word claims.
  expect(heard('desk@chatroom').filter((text) => text.includes(ASK))).toHaveLength(1);
  expect(last('desk@chatroom')).toContain(bot.say('zh-CN', 'common:need.study'));
  await saysAtDesk(chen, '认领1');
  expect(await ticket(1)).toMatchObject({ state: 'claimed' });
  expect(last('desk@chatroom')).toBe(bot.say('zh-CN', 'staff:change.claimed', { number: 1, name: '陈' }));
  expect(last('wxid_chen')).toContain(bot.say('zh-CN', 'staff:card.room', { room: '808' }));

  // Answers go both ways. A further matter joins the open request, until the student says by number that it is new.
  await says(chen, 'Room 1105 is quiet and free from 8:00. I will bring the power strip at 7:30. Good luck!');
  expect(last('wxid_student')).toContain('I will bring the power strip at 7:30. Good luck!');
  bot.clock.advance({ minutes: 4 });
  await says(student, 'Great. And when does my quarantine end, please?');
  expect(last('wxid_chen')).toContain('And when does my quarantine end, please?');
  expect(last('wxid_student')).toContain(`1. ${bot.say('en', 'ask:button.something-new')}`);
  await says(student, '1');
  expect(await ticket(2)).toMatchObject({ need: 'release', state: 'new' });
  expect(last('wxid_student')).toContain('#2');
  expect(await bot.store.db.entry.count({ where: { ticket: { number: 1 }, kind: 'traveller' } })).toBe(1);

  // Resolved with a Chinese word and a last sentence; rated by number; the comment skipped by number.
  await saysAtDesk(chen, '办结1 The room is booked for you.');
  expect(heard('wxid_student').at(-2)).toContain('The room is booked for you.');
  expect(last('wxid_student')).toContain(bot.say('en', 'care:ask.solved', { number: 1 }));
  await says(student, '5');
  expect(last('wxid_student')).toContain(bot.say('en', 'care:comment.ask'));
  await says(student, '1');
  expect(last('wxid_student')).toBe(bot.say('en', 'care:comment.skipped'));
  expect(await ticket(1)).toMatchObject({ state: 'closed', rating: 5, ratingComment: null });
  expect(await ticket(2)).toMatchObject({ state: 'new' });
  expect(await bot.store.db.ticket.count()).toBe(2);
  expect(await bot.store.db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
