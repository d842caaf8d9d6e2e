import type { Media } from './domain/message.ts';

/** Expected: the person did something that cannot be done. `code` is a locale key whose text says what to do. */
export class UserError extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;

  constructor(code: string, params: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'UserError';
    this.code = code;
    this.params = params;
  }
}

/** retry: try again later · permanent: never will · uncertain: it may have arrived. */
export type ChannelOutcome = 'retry' | 'permanent' | 'uncertain';

/** Why a chat takes nothing any more, or a topic of it does not, where the platform says so. */
export type ChannelReason =
  | 'blocked'
  | 'gone'
  | 'moved'
  | 'too-large'
  | 'rejected'
  /** This topic takes nothing any more; the group may. */
  | 'topic-gone'
  /** The group has no topics, or the bot may not look after them. */
  | 'no-topics';

/** A platform call that failed; thrown only by channels. `message` is free of tokens and message text. */
export class ChannelError extends Error {
  readonly outcome: ChannelOutcome;
  readonly retryAfterMs: number | undefined;
  readonly reason: ChannelReason | undefined;
  /** The chat's new id when `reason` is `moved`. */
  readonly movedTo: string | undefined;
  /** The platform says that too much was sent. */
  readonly isThrottled: boolean;

  constructor(
    outcome: ChannelOutcome,
    message: string,
    options: {
      retryAfterMs?: number;
      reason?: ChannelReason;
      movedTo?: string;
      isThrottled?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ChannelError';
    this.outcome = outcome;
    this.retryAfterMs = options.retryAfterMs;
    this.reason = options.reason;
    this.movedTo = options.movedTo;
    this.isThrottled = options.isThrottled ?? false;
  }
}

/**
 * A message cannot be handled before a file of it is at hand: what was done is undone, the file is fetched outside of any
 * transaction, and the message is handled again.
 */
export class FileNeeded extends Error {
  readonly media: Media;

  constructor(media: Media) {
    super('a file has to be fetched first');
    this.name = 'FileNeeded';
    this.media = media;
  }
}

/** The process cannot start; `message` tells the operator what to do, and is printed without a stack. */
export class StartupError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StartupError';
  }
}
