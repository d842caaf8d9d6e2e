import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWithTraveller } from './testing/raw-client.ts';

let setup: Awaited<ReturnType<typeof startWithTraveller>>;

beforeEach(async () => {
  setup = await startWithTraveller();
});
afterEach(() => setup.tg.stop());

/** What the bot has been told since, as short words; the updates are confirmed. */
async function heard(): Promise<string[]> {
  const updates = (await setup.call('getUpdates')).result as Record<string, never>[];
  const last = updates.at(-1) as { update_id: number } | undefined;
  if (last) await setup.call('getUpdates', { offset: last.update_id + 1 });
  return updates.map(summarise);
}

function summarise(update: Record<string, never>): string {
  const { message, my_chat_member: change } = update as {
    message?: Record<string, unknown>;
    my_chat_member?: { new_chat_member: { status: string } };
  };
  if (change) return `bot ${change.new_chat_member.status}`;
  if (typeof message?.text === 'string') return message.text;
  return Object.keys(message ?? {}).at(-1) ?? '?';
}

test('privacy mode: the bot sees commands for it and replies to it, nothing else', async () => {
  const { tg, call } = setup;
  const staff = tg.user({ first_name: 'Ann' });
  const team = tg.group({ title: 'Team', members: [staff] });
  const { message_id } = (await call('sendMessage', { chat_id: team.id, text: 'ticket 1' })).result;
  await staff.say('lunch?', { chat: team });
  await staff.say('/claim 1', { chat: team });
  await staff.say('/claim@homeward_bot 1', { chat: team });
  await staff.say('/claim@other_bot 1', { chat: team });
  await staff.say('I take it', { chat: team, reply_to: message_id });
  expect(await heard()).toEqual(['/claim 1', '/claim@homeward_bot 1', 'I take it']);
});

test('privacy mode: an administrator bot, or one with privacy off, sees everything', async () => {
  const { tg } = setup;
  const staff = tg.user();
  const team = tg.group({ members: [staff] });
  team.promoteBot(staff);
  await staff.say('seen', { chat: team });
  team.demoteBot(staff);
  await staff.say('hidden', { chat: team });
  tg.privacy(false);
  await staff.say('seen again', { chat: team });
  expect(await heard()).toEqual(['bot administrator', 'seen', 'bot member', 'seen again']);
});

test('adding and kicking the bot are told, and a kicked bot cannot write', async () => {
  const { tg, call } = setup;
  const staff = tg.user();
  const team = tg.group({ members: [staff], bot: 'none' });
  const send = async () => (await call('sendMessage', { chat_id: team.id, text: 'x' })).description;
  expect(await send()).toBe('Forbidden: bot is not a member of the group chat');
  team.addBot(staff);
  expect(await send()).toBeUndefined();
  team.kickBot(staff);
  expect(await send()).toBe('Forbidden: bot was kicked from the group chat');
  await staff.say('/help', { chat: team });
  expect(await heard()).toEqual(['bot member', 'new_chat_members', 'bot kicked']);
  const big = tg.group({ type: 'supergroup', members: [staff] });
  big.kickBot();
  expect((await call('sendMessage', { chat_id: big.id, text: 'x' })).description).toBe(
    'Forbidden: bot was kicked from the supergroup chat',
  );
});

test('migrate: the old id names the new one, and both service messages come', async () => {
  const { tg, call } = setup;
  const team = tg.group({ members: [tg.user()] });
  const old = team.id;
  const id = team.migrate();
  expect(await call('sendMessage', { chat_id: old, text: 'x' })).toMatchObject({
    status: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: id },
  });
  expect((await call('sendMessage', { chat_id: id, text: 'x' })).ok).toBe(true);
  expect(team.messages().map((message) => message.text)).toEqual(['x']);
  expect(await heard()).toEqual(['migrate_to_chat_id', 'migrate_from_chat_id']);
});

test('delete: writing is refused for good', async () => {
  const { tg, call } = setup;
  const team = tg.group({ members: [tg.user()] });
  team.delete();
  expect((await call('sendMessage', { chat_id: team.id, text: 'x' })).description).toBe(
    'Forbidden: the group chat was deleted',
  );
});

test('forum: topics need an administrator, and a deleted topic is gone', async () => {
  const { tg, call } = setup;
  const staff = tg.user();
  const forum = tg.group({ type: 'supergroup', is_forum: true, members: [staff] });
  const chat_id = forum.id;
  expect((await call('createForumTopic', { chat_id, name: 'HW-1' })).description).toBe(
    'Bad Request: not enough rights to create a topic',
  );
  forum.promoteBot();
  const { message_thread_id } = (await call('createForumTopic', { chat_id, name: 'HW-1' })).result;
  const sent = (await call('sendMessage', { chat_id, message_thread_id, text: 'in topic' })).result;
  expect(sent).toMatchObject({ message_thread_id, is_topic_message: true });
  await staff.say('answer', { chat: forum, reply_to: sent.message_id });
  const [, update] = (await call('getUpdates')).result;
  expect(update.message).toMatchObject({ text: 'answer', message_thread_id });
  expect((await call('deleteForumTopic', { chat_id, message_thread_id })).ok).toBe(true);
  expect((await call('sendMessage', { chat_id, message_thread_id, text: 'late' })).description).toBe(
    'Bad Request: message thread not found',
  );
  expect((await call('closeForumTopic', { chat_id, message_thread_id })).description).toBe(
    'Bad Request: TOPIC_ID_INVALID',
  );
  const again = (await call('createForumTopic', { chat_id, name: 'HW-2' })).result.message_thread_id;
  await staff.say('no quote', { chat: forum, thread: again });
  const { message } = (await call('getUpdates')).result.at(-1);
  expect(message.reply_to_message).toMatchObject({
    message_id: again,
    forum_topic_created: { name: 'HW-2' },
  });
  forum.allowTopics(false);
  expect((await call('getChatMember', { chat_id, user_id: tg.bot.id })).result.can_manage_topics).toBe(false);
  expect((await call('createForumTopic', { chat_id, name: 'HW-3' })).ok).toBe(false);
  forum.setForum(false);
  expect((await call('sendMessage', { chat_id, message_thread_id: again, text: 'late' })).description).toBe(
    'Bad Request: message thread not found',
  );
  const plain = tg.group({ members: [staff], bot: 'administrator' });
  expect((await call('createForumTopic', { chat_id: plain.id, name: 'x' })).description).toBe(
    'Bad Request: the chat is not a forum',
  );
});

test('members, administrators and counts are told', async () => {
  const { tg, call, traveller } = setup;
  const [owner, staff] = [tg.user(), tg.user()];
  const team = tg.group({ title: 'Team', type: 'supergroup', members: [owner, staff] });
  const chat_id = team.id;
  expect((await call('getChatMember', { chat_id, user_id: staff.id })).result.status).toBe('member');
  expect((await call('getChatMember', { chat_id, user_id: traveller.id })).result.status).toBe('left');
  expect((await call('getChatMember', { chat_id, user_id: 5 })).description).toBe(
    'Bad Request: user not found',
  );
  expect((await call('getChatAdministrators', { chat_id })).result).toMatchObject([
    { status: 'creator', user: { id: owner.id } },
  ]);
  expect((await call('getChatMemberCount', { chat_id })).result).toBe(3);
  expect((await call('getChat', { chat_id })).result).toMatchObject({ title: 'Team', type: 'supergroup' });
  expect((await call('leaveChat', { chat_id })).result).toBe(true);
  expect((await call('getChat', { chat_id })).status).toBe(403);
});

test('copy and forward send the content again', async () => {
  const { tg, call, traveller } = setup;
  const team = tg.group({ members: [tg.user()] });
  const photo = await traveller.sendPhoto(Buffer.from('jpg'), { caption: 'leak' });
  const from = { chat_id: team.id, from_chat_id: traveller.id, message_id: photo.message_id };
  await call('copyMessage', { ...from, caption: 'HW-1: leak' });
  await call('forwardMessage', from);
  const [copied, forwarded] = team.messages();
  expect(copied).toMatchObject({ caption: 'HW-1: leak', media: { bytes: Buffer.from('jpg') } });
  expect(forwarded).toMatchObject({ caption: 'leak', forward_origin: { sender_user: { id: traveller.id } } });
  expect((await call('copyMessage', { ...from, message_id: 999 })).description).toBe(
    'Bad Request: message to copy not found',
  );
});

test('supergroups number their messages themselves, other chats share a counter', async () => {
  const { tg, call, traveller } = setup;
  const team = tg.group({ type: 'supergroup', members: [tg.user()] });
  const first = (await call('sendMessage', { chat_id: team.id, text: 'x' })).result.message_id;
  const start = (await setup.send('x')).result.message_id;
  const other = tg.user();
  await other.start();
  expect(first).toBe(1);
  expect((await setup.send('y')).result.message_id).toBe(start + 2);
  expect(traveller.id).toBeGreaterThan(2 ** 32);
});
