import { ChannelError } from '../../errors.ts';

const textOf = (error: unknown): string => {
  const value = error as { code?: unknown; message?: unknown; details?: unknown } | undefined;
  return [value?.code, value?.message, value?.details].filter((part) => part !== undefined).join(' ');
};

/** What operators may read of an error: its name and code, never its message, which may hold text or tokens. */
export function reasonOf(error: unknown): string {
  const value = error as { code?: unknown; name?: unknown } | undefined;
  const name = typeof value?.name === 'string' ? value.name : 'error';
  const code = typeof value?.code === 'string' || typeof value?.code === 'number' ? ` ${value.code}` : '';
  return `${name}${code}`.slice(0, 80);
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/\btoken\b/iu, 'check the puppet token'],
  [
    /UNAVAILABLE|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|endpoint/u,
    'the puppet service cannot be reached',
  ],
  [/\b1203\b|环境异常|限制登录/u, 'WeChat does not let this account log in this way'],
];

/** The same with advice for operators, for errors of starting and logging in. */
export function adviceOn(error: unknown): string {
  const text = textOf(error);
  const hint = HINTS.find(([pattern]) => pattern.test(text))?.[1];
  return hint === undefined ? reasonOf(error) : `${reasonOf(error)}, ${hint}`;
}

/** Puppets have no error codes in common; these are the sentences and numbers that leave no doubt. */
const NOT_FRIENDS =
  /not (?:your |a )?friend|朋友验证|好友验证|不是(?:对方|你的?)?(?:朋友|好友)|被对方拒收|拒收|blacklist/iu;
/** Official accounts may answer for 48 hours, and only so often, after a person wrote (45015, 45047). */
const NOT_NOW = /\b450(?:15|47)\b|out of (?:time|response count) limit|subscription is canceled/iu;
const UNSUPPORTED = /unsupported|not supported|does ?n[o']t support/iu;
const NEVER_LEFT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|not logged ?in|no client|no login/iu;

/**
 * Says what became of a failed send. Only a call that cannot have reached WeChat may be repeated without fear;
 * whatever else fails may have been carried out, which includes everything after an earlier part of the same
 * message was sent. The puppet's error is not kept as cause, because puppets quote the message in it.
 */
export function sendFailure(error: unknown, earlierPartSent: boolean): ChannelError {
  const text = textOf(error);
  const reason = reasonOf(error);
  if (NOT_FRIENDS.test(text)) {
    return new ChannelError('permanent', 'wechat: not a friend of the bot any more', { reason: 'blocked' });
  }
  if (NOT_NOW.test(text)) {
    return new ChannelError('permanent', 'wechat: closed until the person writes again', {
      reason: 'blocked',
    });
  }
  if (UNSUPPORTED.test(text) && !earlierPartSent) {
    return new ChannelError('permanent', `wechat: the puppet cannot send this (${reason})`, {
      reason: 'rejected',
    });
  }
  if (NEVER_LEFT.test(text) && !earlierPartSent) {
    return new ChannelError('retry', `wechat: not connected (${reason})`, { retryAfterMs: 5000 });
  }
  return new ChannelError('uncertain', `wechat: the call failed and may have been carried out (${reason})`);
}

/** The error inside a puppet's error event, which carries it as JSON. */
export function errorOf(event: unknown): unknown {
  const { gerror, data } = (event ?? {}) as { gerror?: unknown; data?: unknown };
  try {
    return JSON.parse(String(gerror ?? data));
  } catch {
    return event;
  }
}
