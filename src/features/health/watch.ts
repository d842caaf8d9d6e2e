/** Looks for lasting trouble that no channel reports by itself, and tells the administrators of its beginning and end. */
import type { Work } from '../../conversation/feature.ts';
import {
  type AccountFacts,
  type Alarm,
  type AlarmKind,
  type AlarmStep,
  type DiskSpace,
  judgeDisk,
  type LateAfter,
  latest,
  nextStep,
  troublesOf,
} from '../../domain/alarm.ts';
import {
  endAlarm,
  listAccountFacts,
  listAlarms,
  markAlarmTold,
  markAlarmWell,
  startAlarm,
} from '../../store/alarms.ts';
import { age } from './age.ts';
import { tellAdmins } from './tell-admins.ts';

/** What is watched besides the accounts, and when messages are late. */
export interface WatchDeps {
  readonly locale: string;
  readonly lateAfter?: LateAfter | undefined;
  /** The machine's name, and the room on the disk of its data directory as far as that is known. */
  readonly disk?: { readonly machine: string; readonly space: () => DiskSpace | undefined } | undefined;
}

/** Seconds between two looks. */
const EVERY_SECONDS = 15;
/** The alarm of a machine that is not this one ends after so many hours: it may be gone, and says so again if not. */
const FOREIGN_HOURS = 24;
const LATE_AFTER: LateAfter = { answers: 2, bulk: 60 };

/** One trouble looked for; `isTroubled` is undefined where nobody can say. */
interface Observation {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly isTroubled: boolean | undefined;
  /** What the text of the alarm says beside the subject. */
  readonly detail: (locale: string) => {
    readonly variant?: string;
    readonly params?: Record<string, unknown>;
  };
}

/** Runs at every sweep and looks now and then. */
export function createWatch(deps: WatchDeps): (work: Work) => Promise<void> {
  let next: Temporal.Instant | undefined;
  return async (work) => {
    if (next && Temporal.Instant.compare(work.now, next) < 0) return;
    next = work.now.add({ seconds: EVERY_SECONDS });
    const alarms = await listAlarms(work.tx);
    const seen = await observe(work, deps);
    const gone = alarms.filter((alarm) => !seen.some((one) => isSame(one, alarm)));
    for (const one of [...seen, ...gone.map((alarm) => unseen(alarm, work.now))]) {
      const alarm = alarms.find((other) => isSame(one, other));
      await take(work, deps, one, alarm, nextStep(one.kind, alarm, one.isTroubled, work.now));
    }
  };
}

const isSame = (a: Pick<Alarm, 'kind' | 'subject'>, b: Pick<Alarm, 'kind' | 'subject'>): boolean =>
  a.kind === b.kind && a.subject === b.subject;

async function observe(work: Work, deps: WatchDeps): Promise<Observation[]> {
  const lateAfter = deps.lateAfter ?? LATE_AFTER;
  const accounts = await listAccountFacts(work.tx, work.now);
  const seen = accounts.flatMap((facts) => observeAccount(facts, lateAfter, work.now));
  const disk = observeDisk(deps);
  return disk ? [...seen, disk] : seen;
}

function observeAccount(facts: AccountFacts, lateAfter: LateAfter, now: Temporal.Instant): Observation[] {
  const troubles = troublesOf(facts, lateAfter, now);
  const since = (at: Temporal.Instant | null) => (locale: string) => ({
    params: { age: at ? age(now.since(at), locale) : '' },
  });
  const late = latest(facts, lateAfter, now) ?? 'answers';
  const details: Record<keyof typeof troubles, Observation['detail']> = {
    silent: since(facts.seenAt),
    webhook: () => ({ params: { problem: facts.receivingProblem ?? '' } }),
    throttled: since(facts.throttledSince),
    outbox: (locale) => ({ variant: late, ...since(facts.due[late])(locale) }),
  };
  return (['silent', 'webhook', 'throttled', 'outbox'] as const).map((kind) => ({
    kind,
    subject: facts.id,
    isTroubled: troubles[kind],
    detail: details[kind],
  }));
}

function observeDisk({ disk }: WatchDeps): Observation | undefined {
  if (!disk) return undefined;
  const space = disk.space();
  const level = space && judgeDisk(space);
  const isTroubled = level === undefined || level === 'between' ? undefined : level === 'low';
  const detail = (locale: string) => ({
    params: {
      free: new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: 'gigabyte',
        maximumFractionDigits: 1,
      }).format((space?.free ?? 0) / 1e9),
    },
  });
  return { kind: 'disk', subject: disk.machine, isTroubled, detail };
}

/** What nothing was seen of this time: an account that is no more, or another machine's disk. */
function unseen({ kind, subject, since }: Alarm, now: Temporal.Instant): Observation {
  const isOld = Temporal.Instant.compare(since.add({ hours: FOREIGN_HOURS }), now) <= 0;
  const isTroubled = kind === 'disk' && !isOld ? undefined : false;
  return { kind, subject, isTroubled, detail: () => ({}) };
}

async function take(
  work: Work,
  deps: WatchDeps,
  seen: Observation,
  alarm: Alarm | undefined,
  step: AlarmStep,
): Promise<void> {
  const { tx, now } = work;
  if (step === 'start') return startAlarm(tx, seen, now);
  if (step === 'calm' || step === 'again') return markAlarmWell(tx, seen, step === 'calm' ? now : null);
  if (step === 'forget') return void (await endAlarm(tx, seen));
  if (step === 'wait' || !alarm) return;
  const isNews = step === 'tell' ? await markAlarmTold(tx, seen, now) : await endAlarm(tx, seen);
  if (isNews) await tell(work, deps, seen, alarm, step);
}

async function tell(
  work: Work,
  deps: WatchDeps,
  { kind, subject, detail }: Observation,
  alarm: Alarm,
  step: 'tell' | 'over',
): Promise<void> {
  const news = {
    episode: `alarm:${kind}:${subject}:${alarm.since.epochMilliseconds}:${step}`,
    failing: kind === 'disk' ? undefined : subject,
  };
  await tellAdmins(work, deps, news, (locale) => {
    const { variant, params } = detail(locale);
    const key = step === 'over' ? `over.${kind}` : ['trouble-lasts', kind, variant].filter(Boolean).join('.');
    return work.t(locale, `staff-health:${key}`, { subject, ...params });
  });
}
