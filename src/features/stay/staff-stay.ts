/** `/stay PERSON`: how a person's date comes about, and what it is counted by, corrected by hand. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { readDate } from '../../domain/roster/dates.ts';
import { nearDayText, whySentence } from '../../domain/stay/sentence.ts';
import { planStay } from '../../domain/stay.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import type { PersonRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import {
  addStay,
  findStay,
  listStays,
  readRuleBook,
  type StayRecord,
  type StayWrite,
  stayFacts,
  updateStays,
} from '../../store/stays.ts';
import type { StayDeps } from './index.ts';
import { stepLines } from './step-lines.ts';

const DAYS = {
  entry: 'entryOn',
  contact: 'contactOn',
  positive: 'positiveOn',
  arrival: 'arrivedAt',
} as const;
const FACT = /(?:^|\s)(entry|contact|positive|arrival|入境|接触|接觸|阳性|陽性|入住)\s*[=＝]\s*(\S*)/giu;
const HERE = /(?:^|\s)(here|arrived|到达|到達|已入住)(?=\s|$)/iu;
const NOT_ENTERED = /(?:^|\s)(no-entry|未入境)(?=\s|$)/iu;
const CHINESE: Record<string, keyof typeof DAYS> = {
  入境: 'entry',
  接触: 'contact',
  接觸: 'contact',
  阳性: 'positive',
  陽性: 'positive',
  入住: 'arrival',
};

/** What a colleague writes behind the person. */
interface Facts {
  readonly who: string;
  readonly days: ReadonlyMap<keyof typeof DAYS, Temporal.PlainDate | null>;
  readonly isHere: boolean;
  readonly neverEntered: boolean;
}

/** Shows a stay; writes what is named first. */
export async function staffStay(turn: Turn, deps: StayDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'stay.read');
  const { who } = readFacts(words);
  if (!who) throw new UserError('staff:error.usage', { usage: 'staff-stay:usage.stay' });
  const person = await deps.people.pick(turn, who, 'staystaff', words);
  if (person) await showStaffStay(turn, deps, person, words);
}

/** The same, for the person of a button. */
export async function showStaffStay(
  turn: Turn,
  deps: StayDeps,
  person: PersonRecord,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'stay.read');
  await writeFacts(turn, deps, person, readFacts(words));
  const stay = await findStay(turn.tx, person.id);
  const head = await deps.people.describe(turn, person);
  if (!stay) {
    const text = turn.t(turn.locale, 'staff-stay:none');
    return turn.reply({ text: `${head}\n${text}` });
  }
  await turn.reply({ text: [head, ...(await lines(turn, deps, stay))].join('\n') });
}

async function lines(turn: Turn, { zone }: StayDeps, stay: StayRecord): Promise<string[]> {
  const { t, locale, now } = turn;
  const plan = planStay(stayFacts(stay, zone), await readRuleBook(turn.tx), now);
  const told = stay.toldReleaseOn;
  // A group learns of no result, and nearly everything said of such a stay tells it.
  if (turn.chat.kind === 'group' && hasPositive(stay)) return [t(locale, 'staff-stay:confidential')];
  return [
    t(locale, `staff-stay:state.${stay.state}`),
    t(locale, `staff-stay:sentence${stay.state === 'hospital' ? '.hospital' : ''}`, {
      text: whySentence(plan, { t, locale }),
    }),
    ...stepLines(plan, { t, locale }).map((line) => `· ${line}`),
    told
      ? t(locale, 'staff-stay:told', { date: nearDayText(told, locale, plan.today) })
      : t(locale, 'staff-stay:not-told'),
    ...stay.changes
      .filter(({ approval }) => approval === 'asked')
      .map(({ number, kind, days, reason }) =>
        t(locale, `staff-stay:asked.${kind}`, { number, count: days, reason: isolate(reason) }),
      ),
  ];
}

const hasPositive = ({ positiveOn, tests }: StayRecord): boolean =>
  positiveOn !== null || tests.some(({ result }) => result === 'positive');

function readFacts(words: string): Facts {
  const days = new Map<keyof typeof DAYS, Temporal.PlainDate | null>();
  for (const [, key = '', value = ''] of words.matchAll(FACT)) {
    const name = CHINESE[key] ?? (key.toLowerCase() as keyof typeof DAYS);
    days.set(name, value ? readDay(value) : null);
  }
  const who = words.replace(FACT, ' ').replace(HERE, ' ').replace(NOT_ENTERED, ' ').trim();
  return { who, days, isHere: HERE.test(words), neverEntered: NOT_ENTERED.test(words) };
}

function readDay(value: string): Temporal.PlainDate {
  const date = readDate(value);
  if (typeof date === 'string') throw new UserError('staff-stay:error.date', { value });
  return date;
}

async function writeFacts(turn: Turn, deps: StayDeps, person: PersonRecord, facts: Facts): Promise<void> {
  if (facts.days.size === 0 && !facts.isHere && !facts.neverEntered) return;
  assertCan(turn.actor, 'stay.ask');
  const { tx, now, actor } = turn;
  const known = await findStay(tx, person.id);
  const lasting = known && known.endedAt === null ? known : undefined;
  const zone = lasting?.zone ?? (await siteOf(tx, person.siteId))?.timeZone ?? deps.zone;
  assertPossible(turn, zone, lasting, facts);
  const before = lasting ?? (await beginStay(turn, person));
  const arrived = facts.days.get('arrival');
  const write: StayWrite = {
    ...Object.fromEntries(
      [...facts.days].filter(([name]) => name !== 'arrival').map(([name, day]) => [DAYS[name], day]),
    ),
    ...(arrived === undefined ? {} : { arrivedAt: arrived && startOf(arrived, zone) }),
    ...(facts.isHere ? { state: 'here' as const } : {}),
    ...(facts.isHere && !before.arrivedAt && arrived === undefined ? { arrivedAt: now } : {}),
    ...(facts.neverEntered ? { neverEntered: true } : {}),
  };
  await updateStays(tx, [before.id], write);
  addAudit(tx, {
    actor,
    action: 'stay.edit',
    channel: turn.inbound.account,
    now,
    before: pickOf(before, write),
    after: { personId: person.id, ...write },
  });
  const [stay] = await listStays(tx, { ids: [before.id] });
  if (stay && stay.state !== before.state) await turn.emit({ type: 'stay.moved', before, stay, actor });
  await turn.emit({ type: 'stays.changed', stayIds: [before.id], actor });
}

/** Begun now for whoever has none that lasts. */
async function beginStay(turn: Turn, person: PersonRecord): Promise<StayRecord> {
  const id = await addStay(turn.tx, person.id, person.siteId, 'expected', turn.now);
  const [stay] = await listStays(turn.tx, { ids: [id] });
  if (!stay) throw new Error('a stay that was just begun is not there');
  return stay;
}

/** Noon is the same day in every zone that a site may have. */
const startOf = (day: Temporal.PlainDate, zone: string): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();

/** What lies ahead has not happened yet, and nobody arrives before they entered. */
function assertPossible(turn: Turn, zone: string, stay: StayRecord | undefined, { days }: Facts): void {
  const today = turn.now.toZonedDateTimeISO(zone).toPlainDate();
  for (const [name, date] of days) {
    const isAhead = date !== null && name !== 'entry' && Temporal.PlainDate.compare(date, today) > 0;
    if (isAhead) throw new UserError('staff-stay:error.future', { value: String(date) });
  }
  const entry = days.has('entry') ? days.get('entry') : stay?.entryOn;
  const arrival = days.get('arrival');
  if (entry && arrival && Temporal.PlainDate.compare(arrival, entry) < 0) {
    throw new UserError('staff-stay:error.order', { entry: String(entry), arrival: String(arrival) });
  }
}

const pickOf = (stay: StayRecord, write: StayWrite): object =>
  Object.fromEntries((Object.keys(write) as (keyof StayWrite)[]).map((name) => [name, stay[name]]));
