import { ChannelError } from '../../errors.ts';
import { ApiRefusal, NoAnswer } from './driver.ts';

/** What is lost when a call is repeated: nothing (`repeatable`), or a message is there twice (`send`). */
export type Effect = 'repeatable' | 'send';

/** How long a refused token waits: an operator has to act first. */
const TOKEN_RETRY_MS = 60_000;

/** Longest wait when Telegram only says that it is busy. */
const BUSY_RETRY_MS = 1000;

/** A failed call as the port's error; holds neither the request nor the library's error. */
export function toChannelError(error: unknown, method: string, effect: Effect): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof ApiRefusal) return fromRefusal(error, method, effect);
  if (error instanceof NoAnswer) {
    const outcome = error.unsent || effect === 'repeatable' ? 'retry' : 'uncertain';
    return new ChannelError(outcome, `${method}: ${error.message}`, { cause: error });
  }
  // Ours: a bug in building the call. Its message may hold parameters, so only its name is kept.
  const name = error instanceof Error ? error.name : typeof error;
  return new ChannelError('permanent', `${method}: could not be built (${name})`, { reason: 'rejected' });
}

/** Says whether a message already reads, or a topic stands, as it should. */
export const isNotModified = (error: unknown): boolean =>
  describes(error, /message is not modified|topic_not_modified/i);

/** Says that the group has no topics, or that the bot may not look after them. */
export const isNoForum = (error: unknown): boolean =>
  describes(error, /not a forum|forum_missing|not enough rights|need administrator rights|admin_required/i);

/** Says that the message has no text (or no caption) that could be edited: the other method fits. */
export const isOtherKind = (error: unknown): boolean =>
  describes(error, /there is no (text|caption) in the message/i);

/** Says that somebody asked about is not in the chat, or not known to Telegram at all. */
export const isNotThere = (error: unknown): boolean =>
  describes(error, /(user|member) not found|participant_id_invalid|user_not_participant|invalid user_id/i);

const describes = (error: unknown, pattern: RegExp): boolean =>
  error instanceof ApiRefusal && pattern.test(error.description);

function fromRefusal(error: ApiRefusal, method: string, effect: Effect): ChannelError {
  const message = `${method}: ${error.message}`;
  const { code, description, retryAfter, migrateTo } = error;
  if (migrateTo !== undefined) {
    const movedTo = String(migrateTo);
    return new ChannelError('retry', message, { retryAfterMs: 0, reason: 'moved', movedTo, cause: error });
  }
  if (code === 429) {
    const retryAfterMs = (retryAfter ?? 1) * 1000;
    return new ChannelError('retry', message, { retryAfterMs, isThrottled: true, cause: error });
  }
  if (code === 401 || code === 404) {
    return new ChannelError('retry', message, { retryAfterMs: TOKEN_RETRY_MS, cause: error });
  }
  if (code === 409) return new ChannelError('retry', message, { retryAfterMs: BUSY_RETRY_MS, cause: error });
  if (code >= 500)
    return new ChannelError(effect === 'repeatable' ? 'retry' : 'uncertain', message, { cause: error });
  return new ChannelError('permanent', message, { reason: reasonOf(code, description), cause: error });
}

const GONE = /chat not found|chat was deleted|chat was deactivated|peer_id_invalid|user not found/i;
const TOO_LARGE = /too big|too large/i;
/** A deleted topic; or a closed one, where only those may write who look after topics. */
const TOPIC_GONE = /thread not found|topic_deleted|topic_closed|topic_id_invalid|topic not found/i;
const SHUT_OUT = /not enough rights|no rights to send|chat_write_forbidden|need administrator rights/i;

function reasonOf(
  code: number,
  description: string,
): 'blocked' | 'gone' | 'too-large' | 'topic-gone' | 'rejected' {
  if (code === 413 || TOO_LARGE.test(description)) return 'too-large';
  if (TOPIC_GONE.test(description)) return 'topic-gone';
  if (GONE.test(description)) return 'gone';
  return code === 403 || SHUT_OUT.test(description) ? 'blocked' : 'rejected';
}
