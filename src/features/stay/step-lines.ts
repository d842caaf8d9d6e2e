/** The steps of a plan, one line each, for colleagues. */
import { isolate } from '../../domain/isolate.ts';
import type { Step } from '../../domain/stay/explain.ts';
import { nearDayText, type Speech } from '../../domain/stay/sentence.ts';
import type { StayPlan } from '../../domain/stay.ts';

/** "rule 3 (14+7), kept", "day 0: 3 May (entry)", "+2 days: late result → 19 May". */
export function stepLines(plan: StayPlan, { t, locale }: Speech): string[] {
  const day = (date: Temporal.PlainDate): string => nearDayText(date, locale, plan.today);
  const say = (key: string, params: Record<string, unknown>): string =>
    t(locale, `staff-stay:step.${key}`, params);
  return plan.steps.flatMap((step) => lineOf(step, say, day));
}

function lineOf(
  step: Step,
  say: (key: string, params: Record<string, unknown>) => string,
  day: (date: Temporal.PlainDate) => string,
): string[] {
  switch (step.step) {
    case 'rule':
      return [say(step.isKept ? 'rule.kept' : 'rule', { version: step.version, name: isolate(step.name) })];
    case 'start':
      return [say(`start.${step.event}`, { date: day(step.on) })];
    case 'restart':
      return [say('restart', { date: day(step.on) })];
    case 'days':
      return [say('days', { count: step.days, date: day(step.date) })];
    case 'extended':
    case 'shortened': {
      const params = {
        count: step.days,
        counted: step.counted,
        reason: isolate(step.reason),
        date: day(step.date),
      };
      return [say(step.counted === step.days ? step.step : `${step.step}.in-part`, params)];
    }
    case 'home':
      return [say('home', { count: step.days, date: day(step.until) })];
    case 'also':
      return [say('also', { version: step.version, name: isolate(step.name), date: day(step.date) })];
    default:
      return [];
  }
}
