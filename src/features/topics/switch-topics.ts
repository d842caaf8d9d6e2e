/** `/topics on` and `/topics off` in a team's group. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { enqueueTopicTask } from '../../outbox/enqueue.ts';
import { switchTopics } from '../../store/topics.ts';
import { auditSwitch } from './audit-switch.ts';

/** The words, in English and as Chinese-speaking colleagues write them. */
const ON = ['on', '开', '開', '开启', '開啟'];
const OFF = ['off', '关', '關', '关闭', '關閉'];
/** Minutes after which nobody expects an answer any more. */
const CHECK_MINUTES = 10;

/** Switches it, or says how it stands; what is switched on is first asked of the platform. */
export async function switchByWords(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'team.bind');
  assertHere(turn);
  const word = args.trim().toLowerCase();
  const { hasTopics } = turn.chat;
  if (word === '') return say(turn, hasTopics ? 'is-on' : 'is-off');
  if (OFF.includes(word)) return switchOff(turn);
  if (!ON.includes(word)) {
    throw new UserError('staff:error.usage', { usage: 'staff-topics:usage.topics' });
  }
  if (hasTopics) return say(turn, 'already-on');
  check(turn);
}

function assertHere(turn: Turn): void {
  const { chat, inbound } = turn;
  if (chat.kind === 'private') throw new UserError('staff-topics:error.private');
  if (!turn.capabilities(inbound.account)?.topics) throw new UserError('staff-topics:error.platform');
  if (chat.teamId === null) throw new UserError('staff-topics:error.no-team');
}

async function switchOff(turn: Turn): Promise<void> {
  const switched = await switchTopics(turn.tx, turn.chat.id, false);
  if (!switched) return say(turn, 'already-off');
  auditSwitch(turn, switched, turn.actor);
  await say(turn, 'off');
}

/** Only the platform knows whether the group has topics and the bot may open them: it is asked when this is sent. */
function check(turn: Turn): void {
  const { tx, now, inbound, chat, actor, locale, inboundId } = turn;
  const target = { account: inbound.account, chat: chat.externalId, kind: chat.kind };
  const asked = {
    inboundId: String(inboundId),
    actor,
    locale,
    ...(inbound.topic ? { topic: inbound.topic } : {}),
  };
  const queued = { key: `topics:${inboundId}`, expiresAt: now.add({ minutes: CHECK_MINUTES }) };
  enqueueTopicTask(tx, now, target, { do: 'check', chatId: chat.id, ...asked }, queued);
}

const say = (turn: Turn, what: string): Promise<void> =>
  turn.reply({ text: turn.t(turn.locale, `staff-topics:${what}`) });
