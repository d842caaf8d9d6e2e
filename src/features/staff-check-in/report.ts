/** A colleague's own report: one tap for nothing, or what it is; supervisors hear of that at once and in private. */
import type { Turn } from '../../conversation/feature.ts';
import { readTemperature } from '../../domain/check-in/temperature.ts';
import { FEVER, SYMPTOM_NAMES, type Symptom } from '../../domain/check-in/thresholds.ts';
import type { Translate } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { overseers } from '../../store/oversight.ts';
import { listStaffSymptoms, saveStaffCheckIn } from '../../store/staff-check-ins.ts';
import type { StaffCheckInDeps } from './index.ts';

/** Hours that a report's symptoms are added to. */
const SAME_REPORT = 20;
/** Hours after which a colleague's report is no news any more. */
const NEWS = 12;

/** The buttons under the question. */
export const reportChoices = (t: Translate, locale: string): Choice[][] => [
  [{ id: 'wb:none', label: t(locale, 'staff-check-in:own.nothing') }],
  [
    { id: 'wb:temp', label: t(locale, 'staff-check-in:own.temperature') },
    { id: 'wb:sym', label: t(locale, 'staff-check-in:own.symptoms') },
  ],
];

/** Asks whoever writes, now. */
export async function startReport(turn: Turn): Promise<void> {
  const { t, locale, staff } = turn;
  assertPrivate(turn);
  const text = t(locale, 'staff-check-in:own.ask', { name: staff?.name ?? '' });
  await turn.reply({ text, choices: reportChoices(t, locale) });
}

function assertPrivate(turn: Turn): void {
  if (turn.chat.kind !== 'private') throw new UserError('staff-check-in:own.private');
  if (!turn.staff) throw new UserError('common:error.old-choice');
}

/** A press on `wb:<what>[:<symptom>]`. */
export async function pressReport(
  turn: Turn,
  deps: StaffCheckInDeps,
  [what, value]: readonly string[],
): Promise<void> {
  assertPrivate(turn);
  const say = (key: string): string => turn.t(turn.locale, `staff-check-in:own.${key}`);
  const symptom = SYMPTOM_NAMES.find((name) => name === value);
  if (what === 'none') {
    await save(turn, deps, { symptoms: [], noSymptoms: true });
    return turn.reply({ text: say('noted-nothing') });
  }
  if (what === 'temp') {
    turn.expect('wellbeing');
    return turn.reply({ text: say('write') });
  }
  if (what === 'sym') return turn.reply({ text: say('which'), choices: symptomChoices(turn, []) });
  if (what === 's' && symptom) return addSymptom(turn, deps, symptom);
  if (what !== 'done') throw new UserError('common:error.old-choice');
  const named = await listStaffSymptoms(turn.tx, turn.staff?.id ?? '', since(turn));
  if (named.length > 1) await tellOverseers(turn, deps, symptomText(named));
  await turn.reply(noted(turn, named, null));
}

const since = ({ now }: Turn): Temporal.Instant => now.subtract({ hours: SAME_REPORT });

async function addSymptom(turn: Turn, deps: StaffCheckInDeps, symptom: Symptom): Promise<void> {
  const before = await listStaffSymptoms(turn.tx, turn.staff?.id ?? '', since(turn));
  const symptoms = [...new Set([...before, symptom])];
  await save(turn, deps, { symptoms, noSymptoms: false });
  if (before.length === 0) await tellOverseers(turn, deps, symptomText(symptoms));
  await turn.reply({ ...noted(turn, symptoms, null), choices: symptomChoices(turn, symptoms) });
}

function symptomChoices({ t, locale }: Turn, named: readonly Symptom[]): Choice[][] {
  const open = SYMPTOM_NAMES.filter((name) => !named.includes(name)).map(
    (name): Choice => ({ id: `wb:s:${name}`, label: t(locale, `check-in:symptom.${name}`) }),
  );
  const rows = Array.from({ length: Math.ceil(open.length / 2) }, (_row, at) =>
    open.slice(at * 2, at * 2 + 2),
  );
  return [...rows, [{ id: 'wb:done', label: t(locale, 'staff-check-in:own.done') }]];
}

/** A temperature that was asked for; anything else, and what quotes or changes a message, goes on as a message. */
export async function hearTemperature(turn: Turn, deps: StaffCheckInDeps, text: string): Promise<boolean> {
  const { replyTo, edits, media } = turn.inbound;
  if (replyTo || edits || media?.length) return false;
  const { celsius, implausible } = readTemperature(text);
  if (!turn.staff || (celsius === undefined && implausible === undefined)) {
    turn.expect(undefined);
    return false;
  }
  if (celsius === undefined) {
    await turn.reply({ text: turn.t(turn.locale, 'staff-check-in:own.implausible', { value: implausible }) });
    return true;
  }
  turn.expect(undefined);
  const report = await save(turn, deps, { temperature: celsius });
  if (isFever(celsius)) await tellOverseers(turn, deps, () => degrees(celsius));
  await turn.reply(noted(turn, report.symptoms, celsius));
  return true;
}

const isFever = (celsius: number | null): boolean => celsius !== null && celsius >= FEVER;
const degrees = (celsius: number): string => `${celsius.toFixed(1)} °C`;

type Words = (t: Translate, locale: string) => string;

const symptomText =
  (symptoms: readonly Symptom[]): Words =>
  (t, locale) =>
    symptoms.map((name) => t(locale, `check-in:symptom.${name}`)).join(', ');

function noted({ t, locale }: Turn, symptoms: readonly Symptom[], celsius: number | null) {
  const parts = [...(celsius === null ? [] : [degrees(celsius)]), symptomText(symptoms)(t, locale)];
  const what = parts.filter(Boolean).join(' · ');
  const isUnwell = symptoms.length > 0 || isFever(celsius);
  return { text: t(locale, `staff-check-in:own.${isUnwell ? 'noted' : 'noted-well'}`, { what }) };
}

function save(turn: Turn, deps: StaffCheckInDeps, said: Parameters<typeof saveStaffCheckIn>[3]) {
  const today = turn.now.toZonedDateTimeISO(deps.zone).toPlainDate().toString();
  return saveStaffCheckIn(turn.tx, turn.staff?.id ?? '', today, said, turn.now);
}

/** Health is for few: private chats of the supervisors only. */
async function tellOverseers(turn: Turn, deps: StaffCheckInDeps, what: Words): Promise<void> {
  const { staff, t, inboundId } = turn;
  for (const id of await overseers(turn.tx)) {
    if (id === staff?.id) continue;
    const key = `wellbeing:${inboundId}:${id}`;
    const news = { key, locale: deps.locale, expiresAt: turn.now.add({ hours: NEWS }) };
    await tellColleague(turn, id, news, (locale) => ({
      text: t(locale, 'staff-check-in:own.told', { name: staff?.name, what: what(t, locale) }),
    }));
  }
}
