/** Every colleague is asked once on each day they work, reminded once, and whoever stays silent is named to their lead. */
import type { Work } from '../../conversation/feature.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { leadsFor } from '../../store/oversight.ts';
import {
  readStaffRule,
  type StaffDay,
  takeUnaskedStaff,
  takeUnremindedStaff,
  takeUntoldStaff,
} from '../../store/staff-check-ins.ts';
import type { StaffCheckInDeps } from './index.ts';
import { reportChoices } from './report.ts';

/** Hours after the hour or the shift's beginning in which the question may still be put. */
const ASK_WITHIN = 4;
/** Hours after the question at which they are reminded, at which silence is told, and after which neither is. */
const REMIND_AFTER = 2;
const TELL_AFTER = 4;
const TELL_WITHIN = 8;

/** Does what is due now; nothing while nobody is to be asked. */
export async function askColleagues(work: Work, deps: StaffCheckInDeps): Promise<void> {
  const { tx, now } = work;
  const rule = await readStaffRule(tx);
  if (!rule) return;
  const since = now.subtract({ hours: ASK_WITHIN });
  const everybody = dayOf(rule.time, now, deps.zone);
  const asked = await takeUnaskedStaff(tx, { zone: deps.zone, since, everybody, now });
  const ago = (hours: number): Temporal.Instant => now.subtract({ hours });
  const toRemind = { after: ago(TELL_AFTER), before: ago(REMIND_AFTER) };
  const reminded = await takeUnremindedStaff(tx, toRemind, now);
  const silent = await takeUntoldStaff(tx, { after: ago(TELL_WITHIN), before: ago(TELL_AFTER) }, now);
  for (const one of asked) await put(work, deps, one, 'ask');
  for (const one of reminded) await put(work, deps, one, 'again');
  for (const [teamId, all] of Map.groupBy(silent, (one) => one.teamId)) await tell(work, deps, teamId, all);
}

/** The day for those who work in no shifts, while it is their hour. */
function dayOf(time: Temporal.PlainTime, now: Temporal.Instant, zone: string): string | null {
  const there = now.toZonedDateTimeISO(zone);
  const from = there.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
  const hours = now.since(from).total('hours');
  return hours >= 0 && hours < ASK_WITHIN ? there.toPlainDate().toString() : null;
}

async function put(work: Work, deps: StaffCheckInDeps, one: StaffDay, kind: 'ask' | 'again'): Promise<void> {
  const { name, day, staffId } = one;
  const key = `wellbeing:${day}:${staffId}:${kind}`;
  const news = { key, locale: deps.locale, expiresAt: work.now.add({ hours: REMIND_AFTER }) };
  await tellColleague(work, staffId, news, (locale) => ({
    text: work.t(locale, `staff-check-in:own.${kind}`, { name, day }),
    choices: reportChoices(work.t, locale),
  }));
}

async function tell(
  work: Work,
  deps: StaffCheckInDeps,
  teamId: string | null,
  silent: readonly StaffDay[],
): Promise<void> {
  const day = silent[0]?.day ?? '';
  const names = silent.map(({ name }) => name).join(', ');
  for (const staffId of await leadsFor(work.tx, teamId, work.now)) {
    const key = `wellbeing:${day}:${teamId}:silent:${staffId}:${work.now.epochMilliseconds}`;
    const news = { key, locale: deps.locale, expiresAt: work.now.add({ hours: TELL_WITHIN }) };
    await tellColleague(work, staffId, news, (locale) => ({
      text: work.t(locale, 'staff-check-in:own.silent', { count: silent.length, names, day }),
    }));
  }
}
