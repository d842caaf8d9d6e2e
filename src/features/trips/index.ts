/** Transfers: who travels with which vehicle, who is on it, who has arrived, and that nobody is lost on the way. */
import type { Command, Feature, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isForm } from '../../domain/trip/form.ts';
import type { Tick } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { answerTrip, pressForm, startTrip } from './compose-trip.ts';
import { editTrip, setKilometres } from './create-trip.ts';
import { addChosen, addPeople } from './edit-manifest.ts';
import { handOverTrips } from './hand-over-trips.ts';
import { arriveTrip, cancelTrip, closeTrip, departTrip } from './move-trip.ts';
import { pressAll, pressTick } from './press-tick.ts';
import { showTotals } from './show-totals.ts';
import { showTrip, showTrips } from './show-trips.ts';
import { tellLate } from './tell-late.ts';
import { tickByWords, tickChosen } from './tick-by-words.ts';
import { readNumber, type TripDeps } from './trip-at-hand.ts';

const NEW = /^(?:new|add|新建|新增|新)(?:\s+([\s\S]*))?$/iu;
const TOTALS = /^(?:totals?|合计|合計|统计|統計)(?:\s+([\s\S]*))?$/iu;
const NUMBERED = /^[#＃]?([0-9０-９]{1,9})(?:\s+|(?=\D)|$)([\s\S]*)$/u;

type Verb = (turn: Turn, deps: TripDeps, number: number, words: string) => Promise<void>;

const tick =
  (what: Tick): Verb =>
  (turn, deps, number, words) =>
    tickByWords(turn, deps, what, number, words);

/** What can be written behind a trip's number. */
const VERBS: readonly (readonly [pattern: RegExp, run: Verb])[] = [
  [/^(?:add|加|添加|加入)(?=\s|$)/iu, addPeople],
  [/^(?:drop|remove|移除|去掉|取下)(?=\s|$)/iu, tick('off')],
  [/^(?:depart|go|出发|出發|发车|發車)(?=\s|$)/iu, departTrip],
  [/^(?:arrive|arrived|there|到达|到達|抵达|抵達)(?=\s|$)/iu, arriveTrip],
  [/^(?:km|公里|里程)(?=\s|\d|$)/iu, setKilometres],
  [/^(?:close|结束|結束|关闭|關閉)(?=\s|$)/iu, closeTrip],
  [/^(?:cancel|取消)(?=\s|$)/iu, cancelTrip],
  [/^(?:missing|失联|失聯|失踪|失蹤|未到)(?=\s|$)/iu, tick('missing')],
  [/^(?:board|上车|上車)(?=\s|$)/iu, tick('board')],
  [/^(?:undo|撤销|撤銷)(?=\s|$)/iu, tick('undo')],
];

type Press = (turn: Turn, args: readonly string[]) => Promise<void>;

/** The feature. */
export function createTrips(deps: TripDeps): Feature {
  const { desk } = deps;
  const amongStaff =
    (run: Command['run']): Command['run'] =>
    async (turn, args) => {
      desk.assertAmongStaff(turn);
      await run(turn, args);
    };
  const pressed =
    (run: Press): Press =>
    async (turn, args) => {
      desk.assertAmongStaff(turn);
      await run(turn, args);
    };
  const command = (name: string, words: string[], run: Command['run']): Command => ({
    name,
    words,
    audience: 'staff',
    action: name === 'trip' ? 'trip.read' : 'trip.tick',
    description: `staff-trips:command.${name}`,
    usage: `staff-trips:usage.${name}`,
    run: amongStaff(run),
  });
  return {
    name: 'trips',
    commands: [
      command('trip', ['车次', '車次'], (turn, args) => trip(turn, deps, args)),
      command('board', ['上车', '上車'], (turn, args) => tickNumbered(turn, deps, 'board', args)),
      command('arrive', ['到达', '到達'], (turn, args) => tickNumbered(turn, deps, 'arrive', args)),
    ],
    choices: {
      trip: pressed((turn, args) => showTrip(turn, deps, args)),
      triptick: pressed((turn, args) => pressTick(turn, deps, args)),
      tripgo: pressed((turn, args) => press(turn, deps, args)),
      tripadd: pressed((turn, [id]) => addChosen(turn, deps, id)),
      tripwho: pressed((turn, [id]) => tickChosen(turn, deps, id)),
      tripform: pressed((turn, args) => pressForm(turn, deps, args)),
    },
    answers: { 'trips.form': (turn, text, params) => answerTrip(turn, deps, text, params) },
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverTrips(work, event);
    },
    sweep: (work) => tellLate(work, deps),
  };
}

async function trip(turn: Turn, deps: TripDeps, args: string): Promise<void> {
  if (!args) return showTrips(turn, deps);
  const created = NEW.exec(args);
  if (created) return startTrip(turn, deps, created[1] ?? '');
  const totals = TOTALS.exec(args);
  if (totals) return showTotals(turn, deps, totals[1] ?? '');
  const [, number, rest = ''] = NUMBERED.exec(args) ?? [];
  if (!number) return unlessChatter(turn, 'staff-trips:usage.trip');
  if (!rest) return showTrip(turn, deps, [number]);
  for (const [pattern, run] of VERBS) {
    const words = pattern.exec(rest)?.[0];
    if (words !== undefined) return run(turn, deps, readNumber(number), rest.slice(words.length).trim());
  }
  if (isForm(rest)) return editTrip(turn, deps, readNumber(number), rest);
  assertCan(turn.actor, 'trip.read');
  await unlessChatter(turn, 'staff-trips:usage.trip');
}

async function tickNumbered(
  turn: Turn,
  deps: TripDeps,
  what: 'board' | 'arrive',
  args: string,
): Promise<void> {
  const [, number, rest = ''] = NUMBERED.exec(args) ?? [];
  if (!number) return unlessChatter(turn, `staff-trips:usage.${what}`);
  await tickByWords(turn, deps, what, readNumber(number), rest.trim());
}

/** A sentence between colleagues may begin with the word for a bus. */
async function unlessChatter(turn: Turn, usage: string): Promise<void> {
  const isChatter = turn.chat.kind === 'group' && !/^[/／]/u.test(turn.inbound.text?.trim() ?? '');
  if (!isChatter) throw new UserError('staff:error.usage', { usage });
}

/** A button of the trip itself. */
async function press(
  turn: Turn,
  deps: TripDeps,
  [number, what, version = '', page = '']: readonly string[],
): Promise<void> {
  const known = readNumber(number);
  if (what === 'depart') return departTrip(turn, deps, known, '');
  if (what === 'there') return arriveTrip(turn, deps, known, '');
  if (what === 'close') return closeTrip(turn, deps, known);
  await pressAll(turn, deps, [String(known), what ?? '', version, page]);
}
