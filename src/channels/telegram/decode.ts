import { messageRef } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { Inbound } from '../channel.ts';
import type { TgCallbackQuery, TgMember, TgMemberChange, TgUpdate } from './bot-api.ts';
import { decodeChange } from './decode-members.ts';
import { decodeMessage } from './decode-message.ts';
import { type DecodeContext, decodeChat, decodeSender, decodeTime, decodeTopic } from './decode-people.ts';

/** A batch of updates as the port wants it, and what the platform still waits for. */
export interface DecodedBatch {
  readonly inbound: readonly Inbound[];
  /** Pressed buttons whose progress bar stops when they are answered. */
  readonly callbackIds: readonly string[];
  /** The offset that confirms the whole batch; undefined when no update had a readable id. */
  readonly nextOffset: number | undefined;
}

/**
 * Decodes updates in their order; one that comes twice counts once, and one that cannot
 * be read is logged by its id and never stops the others.
 */
export function decodeBatch(updates: readonly unknown[], context: DecodeContext, log: Log): DecodedBatch {
  const inbound: Inbound[] = [];
  const callbackIds: string[] = [];
  const seen = new Set<number>();
  let last = -1;
  for (const update of updates) {
    const id = (update as TgUpdate | null)?.update_id;
    if (typeof id !== 'number') {
      log.warn({ account: context.account }, 'an update without id was left out');
      continue;
    }
    if (seen.has(id)) continue;
    seen.add(id);
    last = Math.max(last, id);
    try {
      const decoded = decodeUpdate(update as TgUpdate, context);
      if (decoded) inbound.push(decoded);
      const callbackId = (update as TgUpdate).callback_query?.id;
      if (typeof callbackId === 'string') callbackIds.push(callbackId);
    } catch (error) {
      const kind = error instanceof Error ? error.name : 'unknown';
      log.warn(
        { account: context.account, update: id, kind },
        'an update could not be read and was left out',
      );
    }
  }
  return { inbound, callbackIds, nextOffset: last < 0 ? undefined : last + 1 };
}

/** One update as an Inbound, or nothing when it does not concern people here. Throws on JSON of another shape. */
export function decodeUpdate(update: TgUpdate, context: DecodeContext): Inbound | undefined {
  const id = String(update.update_id);
  if (update.message) return decodeMessage(id, update.message, context, false);
  if (update.edited_message) return decodeMessage(id, update.edited_message, context, true);
  if (update.callback_query) return decodePress(id, update.callback_query, context);
  if (update.my_chat_member) return decodeStanding(id, update.my_chat_member, context);
  if (update.chat_member) return decodeChange(id, update.chat_member, context);
  return undefined;
}

/** A press carries no time of its own: the moment it is read stands for it. */
function decodePress(id: string, press: TgCallbackQuery, context: DecodeContext): Inbound | undefined {
  const chat = press.message && decodeChat(press.message.chat);
  if (!chat || !press.message || typeof press.data !== 'string') return undefined;
  return {
    account: context.account,
    id,
    chat,
    sender: decodeSender(press.from),
    at: context.now().toString(),
    addressed: true,
    ...decodeTopic(press.message),
    choice: { id: press.data, ref: messageRef(press.message.message_id) },
  };
}

/** The bot was let in, shut out, blocked or unblocked; a mere promotion is nothing. */
function decodeStanding(id: string, change: TgMemberChange, context: DecodeContext): Inbound | undefined {
  const chat = decodeChat(change.chat);
  const before = mayWrite(change.old_chat_member);
  const after = mayWrite(change.new_chat_member);
  if (!chat || before === after) return undefined;
  const welcome = chat.kind === 'private' ? 'opened' : 'joined';
  return {
    account: context.account,
    id,
    chat,
    sender: decodeSender(change.from),
    at: decodeTime(change.date, context),
    addressed: true,
    event: { type: after ? welcome : 'blocked' },
  };
}

function mayWrite(member: TgMember | undefined): boolean {
  if (!member) return false;
  if (member.status === 'restricted') return member.is_member === true && member.can_send_messages !== false;
  return ['creator', 'administrator', 'member'].includes(member.status);
}
