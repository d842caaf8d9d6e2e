/** `/result` with a table: read, tried out row by row, and recorded when that is confirmed. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Media } from '../../domain/message.ts';
import { resultTemplate } from '../../domain/test-import/columns.ts';
import { decideResults, type Fate, keysOf } from '../../domain/test-import/decide-results.ts';
import { type ResultProblem, readResults } from '../../domain/test-import/read-results.ts';
import { UserError } from '../../errors.ts';
import {
  ANSWER_WITHIN,
  askWithTable,
  bytesOf,
  documentIn,
  draftOf,
  type FileDraft,
  hashOf,
  isAwaited,
  sameBytes,
} from '../../outbox/asked-file.ts';
import { findTested } from '../../store/stay-tests.ts';
import { listStays } from '../../store/stays.ts';
import { describeReport, describeRows } from './describe-report.ts';
import type { TestsDeps } from './index.ts';
import { recordResults } from './record-results.ts';

/** Results in one file: a laboratory's day. */
const MOST_ROWS = 2000;

/** What would be done, row by row. */
export interface ImportPlan {
  readonly fates: readonly Fate[];
  readonly problems: readonly ResultProblem[];
}

/** Says how a result is written, and hands out the empty table; a file that came along is read at once. */
export async function askForResults(turn: Turn, deps: TestsDeps): Promise<void> {
  const file = documentIn(turn);
  if (file) return tryOut(turn, deps, file);
  turn.expect(undefined);
  // Of two things that a file was asked for, this is the later one.
  turn.remember({ resultsAsked: turn.now.toString(), resultsDraft: undefined, rosterAsked: undefined });
  const { t, locale } = turn;
  const text = t(locale, 'staff-tests:ask', { most: MOST_ROWS, minutes: ANSWER_WITHIN });
  await askWithTable(turn, { text, name: t(locale, 'staff-tests:template-name'), table: resultTemplate });
}

/** The file that was asked for; anything else goes on as a message. */
export async function receiveResults(turn: Turn, deps: TestsDeps): Promise<boolean> {
  const askedAt = turn.session.resultsAsked as string | undefined;
  const file = documentIn(turn);
  if (!askedAt || !file || !turn.staff) return false;
  if (!isAwaited(turn, askedAt)) return false;
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  await tryOut(turn, deps, file);
  return true;
}

/** Records what was tried out before, as it is decided now. */
export async function confirmImport(turn: Turn, deps: TestsDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  const bytes = sameBytes(turn, draftOf(turn.session.resultsDraft, key));
  turn.remember({ resultsDraft: undefined });
  const { fates } = await planImport(turn, deps, bytes);
  const entries = fates.flatMap((fate) =>
    fate.fate === 'new' || fate.fate === 'corrected'
      ? [{ stayId: fate.stayId, on: fate.row.on, result: fate.row.result }]
      : [],
  );
  const by = { actor: turn.actor, channel: turn.inbound.account };
  const { recorded, alarms, told } = await recordResults(turn, deps, entries, by);
  const { t, locale } = turn;
  const lines = [t(locale, 'staff-tests:import.done', { count: recorded.length })];
  if (turn.chat.kind === 'private')
    lines.push(
      ...alarms.map(({ chain, ticket }) => {
        const params = { number: ticket.number, count: chain.contacts.length };
        return `• ${t(locale, 'staff-tests:import.alarm', params)}`;
      }),
    );
  lines.push(t(locale, 'staff-tests:import.told', { count: told.size }));
  await turn.reply({ text: lines.join('\n') });
}

/** Records nothing. */
export async function dropImport(turn: Turn, deps: TestsDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  draftOf(turn.session.resultsDraft, key);
  turn.remember({ resultsDraft: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-tests:dropped') });
}

/** Says what would be done; nothing is written yet. */
async function tryOut(turn: Turn, deps: TestsDeps, file: Media): Promise<void> {
  const bytes = bytesOf(turn, file);
  const plan = await planImport(turn, deps, bytes);
  const { t, locale } = turn;
  const isPrivate = turn.chat.kind === 'private';
  const looks = { t, locale, isPrivate };
  const list = describeRows(plan, looks);
  const text = [...describeReport(plan, looks), ...list].join('\n');
  const isWorthIt = plan.fates.some(({ fate }) => fate === 'new' || fate === 'corrected');
  if (!isWorthIt) return turn.reply({ text });
  const key = String(turn.inboundId);
  turn.remember({
    resultsAsked: undefined,
    resultsDraft: { key, file, sha256: hashOf(bytes) } satisfies FileDraft,
  });
  const choices = [
    [{ id: `resultsyes:${key}`, label: t(locale, 'staff-tests:button.record') }],
    [{ id: `resultsno:${key}`, label: t(locale, 'staff-tests:button.cancel') }],
  ];
  await turn.reply({ text, choices });
}

async function planImport(
  turn: Turn,
  { readTable, zone }: TestsDeps,
  bytes: Uint8Array,
): Promise<ImportPlan> {
  const { rows, problems, isTooLong } = await readResults(readTable(bytes), MOST_ROWS);
  if (isTooLong) throw new UserError('staff-tests:error.too-long', { most: MOST_ROWS });
  const wanted = rows.map(keysOf);
  const keys = wanted
    .flatMap(({ document, phone, birth }) => [document, phone, birth])
    .filter((key) => key !== null);
  const rooms = wanted.flatMap(({ room }) => (room ? [room] : []));
  const people = await findTested(turn.tx, [...new Set(keys)], rooms);
  const stays = await listStays(turn.tx, { people: people.map(({ id }) => id) });
  const byPerson = new Map(stays.map((stay) => [stay.personId, { ...stay, zone: stay.zone ?? zone }]));
  return { fates: decideResults(rows, people, byPerson, turn.now), problems };
}
