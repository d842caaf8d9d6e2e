/** `/trip new` alone: what a trip needs, one question at a time. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import {
  isForm,
  readForm,
  readKilometres,
  readPlanned,
  readPurpose,
  readText,
  type TripWords,
} from '../../domain/trip/form.ts';
import { PURPOSES } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { listSites } from '../../store/sites.ts';
import { createTrip, numberedSite, siteNamed } from './create-trip.ts';
import type { TripDeps } from './trip-at-hand.ts';

const STEPS = ['from', 'to', 'purpose', 'at', 'vehicle', 'driver', 'km'] as const;
type Step = (typeof STEPS)[number];
const ANSWER = 'trips.form';
/** Sites that have a button. */
const SITES = 8;
/** Leaves a question open. */
const NOTHING = /^[-–—－]$/u;

/** Starts asking, in private only; a line with everything needs no questions. */
export async function startTrip(turn: Turn, deps: TripDeps, line: string): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  if (line) return createTrip(turn, deps, readForm(line));
  if (turn.chat.kind === 'group')
    throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.new' });
  await ask(turn, 'from', {});
}

/** The words behind a question; `-` leaves it open. What quotes or changes a message is for whoever that is about. */
export async function answerTrip(
  turn: Turn,
  deps: TripDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const { step, form } = params as { step: Step; form: TripWords };
  const isForOthers = turn.inbound.replyTo !== undefined || turn.inbound.edits !== undefined;
  if (!text || isForOthers || !STEPS.includes(step)) return false;
  assertCan(turn.actor, 'trip.edit');
  if (isForm(text)) {
    turn.expect(undefined);
    await createTrip(turn, deps, { ...form, ...readForm(text) });
    return true;
  }
  const isCancel = STAFF_LOCALES.some(
    (locale) => fold(turn.t(locale, 'staff-trips:button.stop')) === fold(text),
  );
  if (isCancel) await stop(turn);
  else await take(turn, deps, step, form, text);
  return true;
}

/** A button of the form: `tripform:site:2`, `tripform:purpose:hospital`, `tripform:skip`, `tripform:stop`. */
export async function pressForm(turn: Turn, deps: TripDeps, [what, value]: readonly string[]): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const { expect } = turn.session;
  if (expect?.answer !== ANSWER) throw new UserError('staff:error.old-button');
  if (what === 'stop') return stop(turn);
  const { step, form } = expect.params as { step: Step; form: TripWords };
  const isFor = { site: step === 'from' || step === 'to', purpose: step === 'purpose', skip: true }[
    what ?? ''
  ];
  if (!isFor) throw new UserError('staff:error.old-button');
  if (what === 'skip') return take(turn, deps, step, form, '-');
  const text = what === 'site' ? numberedSite(await listSites(turn.tx), value).name : (value ?? '');
  await take(turn, deps, step, form, text);
}

async function stop(turn: Turn): Promise<void> {
  turn.expect(undefined);
  await turn.reply({ text: turn.t(turn.locale, 'staff-trips:stopped') });
}

/** Looks at an answer at once, so that a wrong one is asked for again and not the whole form. */
async function take(turn: Turn, deps: TripDeps, step: Step, form: TripWords, text: string): Promise<void> {
  const isOpen = NOTHING.test(text.trim());
  if (isOpen && (step === 'from' || step === 'to'))
    throw new UserError('staff-trips:error.place', { field: step });
  const words = isOpen ? '' : readText(text, step);
  const sites = await listSites(turn.tx);
  if (words && step === 'at') readPlanned(words, turn.now, deps.zone);
  if (words && step === 'km') readKilometres(words);
  if (words && step === 'purpose') readPurpose(words);
  const site = step === 'from' || step === 'to' ? siteNamed(sites, words) : undefined;
  const known = { ...form, ...(words ? { [step]: site?.name ?? words } : {}) };
  const next = nextStep(step, site !== undefined);
  if (next) return ask(turn, next, known);
  turn.expect(undefined);
  await createTrip(turn, deps, known);
}

/** To a site it follows what for; to anywhere else that has to be said. */
function nextStep(step: Step, isSite: boolean): Step | undefined {
  const next = STEPS[STEPS.indexOf(step) + 1];
  return next === 'purpose' && isSite ? 'at' : next;
}

async function ask(turn: Turn, step: Step, form: TripWords): Promise<void> {
  turn.expect(ANSWER, { step, form });
  const { t, locale } = turn;
  const choice = (id: string, label: string): Choice => ({ id: `tripform:${id}`, label });
  const rows: Choice[][] = [];
  if (step === 'from' || step === 'to') {
    const sites = await listSites(turn.tx);
    rows.push(...sites.slice(0, SITES).map((site, at) => [choice(`site:${at + 1}`, site.name)]));
  } else if (step === 'purpose') {
    const kinds = PURPOSES.filter((one) => one === 'hospital' || one === 'release');
    rows.push(kinds.map((one) => choice(`purpose:${one}`, t(locale, `staff-trips:purpose.${one}`))));
  } else rows.push([choice('skip', t(locale, 'staff-trips:button.skip'))]);
  rows.push([choice('stop', t(locale, 'staff-trips:button.stop'))]);
  await turn.reply({ text: t(locale, `staff-trips:ask.${step}`), choices: rows });
}
