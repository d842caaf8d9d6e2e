import { setTimeout as delay } from 'node:timers/promises';
import { type MessageRef, messageRef } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type { Outgoing, SentRef } from '../channel.ts';
import type { Api } from './api.ts';
import type { TgMessage } from './bot-api.ts';
import { type EncodeContext, encode } from './encode.ts';
import type { Call } from './encode-album.ts';
import { encodeEdit } from './encode-edit.ts';
import { isNotModified, isOtherKind, toChannelError } from './failure.ts';

/** How often, and how long altogether, a later part is tried again while the first parts already stand in the chat. */
const PART_TRIES = 5;
const PART_WAIT_MS = 30_000;

/**
 * Sends a message, part by part. The first part is tried once: trying again is the caller's business. When a later
 * part is refused for the time being, only that part is repeated here, for half a minute at most; if it still fails the
 * error goes to the caller, whose retry is a new send that repeats the first parts (at least once, never lost).
 */
export async function sendMessage(
  api: Api,
  outgoing: Outgoing,
  context: EncodeContext,
  stopped: AbortSignal,
): Promise<SentRef> {
  const calls = encode(outgoing, context);
  if (calls.length === 0) throw new ChannelError('permanent', 'nothing to send', { reason: 'rejected' });
  const parts: MessageRef[] = [];
  let ref: MessageRef | undefined;
  for (const [index, call] of calls.entries()) {
    const sent = index === 0 ? await sendPart(api, call) : await sendLaterPart(api, call, stopped);
    parts.push(...sent);
    if (call.main) ref = sent.at(-1);
  }
  const last = ref ?? parts.at(-1);
  // Sent, but the answer did not say as what.
  if (last === undefined) throw new ChannelError('uncertain', 'the answer names no message');
  return { ref: last, ...(parts.length > 1 && { parts }) };
}

async function sendPart(api: Api, { method, params }: Call): Promise<MessageRef[]> {
  const result = await api.call<TgMessage | readonly TgMessage[]>(method, params, 'send');
  const messages = Array.isArray(result) ? (result as readonly TgMessage[]) : [result as TgMessage];
  return messages.filter((one) => one?.message_id !== undefined).map((one) => messageRef(one.message_id));
}

async function sendLaterPart(api: Api, call: Call, stopped: AbortSignal): Promise<MessageRef[]> {
  let waited = 0;
  for (let tried = 1; ; tried += 1) {
    try {
      return await sendPart(api, call);
    } catch (error) {
      const again = error instanceof ChannelError && error.outcome === 'retry' && error.reason !== 'moved';
      const wait = again ? (error.retryAfterMs ?? 500 * tried) : 0;
      if (!again || tried >= PART_TRIES || waited + wait > PART_WAIT_MS || stopped.aborted) throw error;
      waited += wait;
      await delay(wait, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}

/** Changes a sent message; resolves also when it already reads so. Repeating an edit does no harm. */
export async function editMessage(
  api: Api,
  ref: MessageRef,
  outgoing: Outgoing,
  context: EncodeContext,
): Promise<void> {
  const calls = encodeEdit(ref, outgoing, context);
  for (const [index, { method, params }] of calls.entries()) {
    try {
      await api.raw(method, params);
      return;
    } catch (error) {
      if (isNotModified(error)) return;
      if (index === calls.length - 1 || !isOtherKind(error))
        throw toChannelError(error, method, 'repeatable');
    }
  }
}
