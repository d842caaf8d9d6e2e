/** Lasting trouble that administrators are told of: once when it lasts, once when it is over. */

/** `silent` no sign of a platform or of the process that runs it · `webhook` the platform cannot bring its messages. */
export const ALARM_KINDS = ['silent', 'webhook', 'throttled', 'outbox', 'disk'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Trouble that was seen; there is none while all is well. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** The account, or the machine for `disk`. */
  readonly subject: string;
  readonly since: Temporal.Instant;
  /** Since when it is well again. */
  readonly wellAt: Temporal.Instant | null;
  readonly toldAt: Temporal.Instant | null;
}

/** What is to be done about it now. */
export type AlarmStep = 'start' | 'tell' | 'calm' | 'again' | 'over' | 'forget' | 'wait';

/** Seconds that trouble must be seen before it is told, and that it must be gone before that is told. */
const PATIENCE: Readonly<Record<AlarmKind, { readonly trouble: number; readonly calm: number }>> = {
  // These two are judged by an age of minutes already.
  silent: { trouble: 30, calm: 30 },
  outbox: { trouble: 30, calm: 120 },
  webhook: { trouble: 120, calm: 120 },
  throttled: { trouble: 30, calm: 300 },
  disk: { trouble: 30, calm: 300 },
};

/** The next step; `isTroubled` is undefined where nobody can say, or it is neither bad nor well. */
export function nextStep(
  kind: AlarmKind,
  alarm: Alarm | undefined,
  isTroubled: boolean | undefined,
  now: Temporal.Instant,
): AlarmStep {
  if (!alarm) return isTroubled ? 'start' : 'wait';
  const { trouble, calm } = PATIENCE[kind];
  if (isTroubled === false) {
    if (!alarm.toldAt) return 'forget';
    if (!alarm.wellAt) return 'calm';
    return isOlder(alarm.wellAt, calm, now) ? 'over' : 'wait';
  }
  if (alarm.toldAt) return alarm.wellAt ? 'again' : 'wait';
  return isTroubled && isOlder(alarm.since, trouble, now) ? 'tell' : 'wait';
}

const isOlder = (at: Temporal.Instant, seconds: number, now: Temporal.Instant): boolean =>
  now.epochMilliseconds - at.epochMilliseconds >= seconds * 1000;

/** How an account stands, as far as alarms go. */
export interface AccountFacts {
  readonly id: string;
  readonly isOnline: boolean;
  /** When the process that runs it last heard from the platform; null while none is known to run it. */
  readonly seenAt: Temporal.Instant | null;
  readonly silentAfterMs: number | null;
  readonly receivingProblem: string | null;
  /** Since when the oldest messages of each kind are due; `bulk` goes to many, `answers` is everything else. */
  readonly due: { readonly answers: Temporal.Instant | null; readonly bulk: Temporal.Instant | null };
  /** Since when the oldest message waits that the platform refused because too much was sent. */
  readonly throttledSince: Temporal.Instant | null;
}

/** After how many minutes messages that are due are late. */
export interface LateAfter {
  readonly answers: number;
  readonly bulk: number;
}

/** Minutes after which messages that the platform refuses as too many are told of. */
const THROTTLED_MINUTES = 2;

/**
 * What is wrong with an account: one trouble, not each of its consequences. While it is offline (told of by itself) or
 * silent, nothing is known of the others, and a throttled one is late of course.
 */
export function troublesOf(
  facts: AccountFacts,
  lateAfter: LateAfter,
  now: Temporal.Instant,
): Readonly<Record<Exclude<AlarmKind, 'disk'>, boolean | undefined>> {
  const { seenAt, silentAfterMs, isOnline } = facts;
  const quietMs = seenAt ? now.epochMilliseconds - seenAt.epochMilliseconds : 0;
  const hearsNothing = silentAfterMs !== null && quietMs > silentAfterMs;
  const silent = hearsNothing && !isOnline ? undefined : hearsNothing;
  const isUp = isOnline && !hearsNothing;
  const throttled = isSince(facts.throttledSince, THROTTLED_MINUTES, now);
  return {
    silent,
    webhook: isUp ? facts.receivingProblem !== null : undefined,
    throttled: isUp ? throttled : undefined,
    outbox: isUp && !throttled ? latest(facts, lateAfter, now) !== undefined : undefined,
  };
}

/** Which of the account's messages are late, answers before bulk. */
export function latest(
  { due }: Pick<AccountFacts, 'due'>,
  lateAfter: LateAfter,
  now: Temporal.Instant,
): 'answers' | 'bulk' | undefined {
  if (isSince(due.answers, lateAfter.answers, now)) return 'answers';
  return isSince(due.bulk, lateAfter.bulk, now) ? 'bulk' : undefined;
}

const isSince = (at: Temporal.Instant | null, minutes: number, now: Temporal.Instant): boolean =>
  at !== null && isOlder(at, minutes * 60, now);

/** Room on a disk, in bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly total: number;
}

const GIB = 2 ** 30;
/** A twentieth of the disk is too little, but one GiB always is, and ten GiB never are. */
const TOO_LITTLE = { share: 0.05, atLeast: GIB, atMost: 10 * GIB };
/** So much more than too little is enough again. */
const ENOUGH = 1.25;

/** `low` when nearly full; `between` when neither that nor clearly fine. */
export function judgeDisk({ free, total }: DiskSpace): 'low' | 'between' | 'fine' {
  const limit = Math.min(Math.max(total * TOO_LITTLE.share, TOO_LITTLE.atLeast), TOO_LITTLE.atMost);
  if (free < limit) return 'low';
  return free < limit * ENOUGH ? 'between' : 'fine';
}
