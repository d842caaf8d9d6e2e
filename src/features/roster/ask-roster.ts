/** `/roster`: a file of people is asked for, read, tried out and imported when that is confirmed. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Media } from '../../domain/message.ts';
import { rosterTemplate } from '../../domain/roster/template.ts';
import { shortTime } from '../../domain/short-time.ts';
import {
  ANSWER_WITHIN,
  askWithTable,
  bytesOf,
  documentIn,
  draftOf,
  hashOf,
  isAwaited,
  sameBytes,
} from '../../outbox/asked-file.ts';
import { describeCounts, listReport } from './describe-import.ts';
import { type ImportReport, importRoster, peopleIn } from './import-roster.ts';
import type { RosterDeps } from './index.ts';

/** People in a file that is imported while the chat waits. */
const MOST_ROWS = 2000;
/** Lines to look at that stand above the question itself; of more of them there is a list, which ends somewhere too. */
const [FIRST, MOST_LINES] = [5, 400];

/** Says what to send, with the empty table; a file that came along is read at once. */
export async function askForRoster(turn: Turn, deps: RosterDeps): Promise<void> {
  assertCan(turn.actor, 'roster.import');
  const file = documentIn(turn);
  if (file) return tryOut(turn, deps, file);
  turn.expect(undefined);
  turn.remember({ rosterAsked: turn.now.toString(), rosterDraft: undefined });
  const { t, locale } = turn;
  const template = rosterTemplate(locale, t);
  const params = { most: MOST_ROWS, minutes: ANSWER_WITHIN };
  const text = t(locale, 'staff-import:ask', params);
  await askWithTable(turn, { text, name: t(locale, 'staff-import:template-name'), table: template });
}

/** The file that was asked for; anything else goes on as a message. */
export async function receiveRoster(turn: Turn, deps: RosterDeps): Promise<boolean> {
  const askedAt = turn.session.rosterAsked as string | undefined;
  const file = documentIn(turn);
  if (!askedAt || !file || !turn.staff) return false;
  if (!isAwaited(turn, askedAt)) return false;
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  await tryOut(turn, deps, file);
  return true;
}

/** Imports what was tried out before. */
export async function confirmRoster(turn: Turn, deps: RosterDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  const draft = draftOf(turn.session.rosterDraft, key);
  const bytes = sameBytes(turn, draft);
  turn.remember({ rosterDraft: undefined });
  const report = await importBytes(turn, deps, draft.file, bytes, false);
  if (report.state === 'known') return sayKnown(turn, deps, report);
  const { t, locale } = turn;
  await turn.reply({ text: [t(locale, 'staff-import:done'), describeCounts(report, locale, t)].join('\n') });
}

/** Imports nothing. */
export async function dropRoster(turn: Turn, deps: RosterDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  draftOf(turn.session.rosterDraft, key);
  turn.remember({ rosterDraft: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-import:dropped') });
}

/** Says what would be done; nothing is written yet. A file that cannot be read may be sent again. */
async function tryOut(turn: Turn, deps: RosterDeps, file: Media): Promise<void> {
  const bytes = bytesOf(turn, file);
  const report = await importBytes(turn, deps, file, bytes, true);
  if (report.state === 'known') {
    turn.remember({ rosterAsked: undefined });
    return sayKnown(turn, deps, report);
  }
  const { t, locale } = turn;
  const lines = listReport(report, locale, t).map(({ text }) => `• ${text}`);
  if (lines.length > FIRST) await turn.reply({ text: cut(turn, lines, report.unlisted).join('\n') });
  const some = lines.slice(0, FIRST);
  const more = lines.length - some.length;
  if (more > 0) some.push(t(locale, 'staff-import:more-above', { count: more }));
  if (peopleIn(report.counts) === 0)
    return turn.reply({ text: [t(locale, 'staff-import:nobody'), ...some].join('\n') });
  const key = String(turn.inboundId);
  turn.remember({ rosterAsked: undefined, rosterDraft: { key, file, sha256: hashOf(bytes) } });
  const choices = [
    [{ id: `rosteryes:${key}`, label: t(locale, 'staff-import:button.import') }],
    [{ id: `rosterno:${key}`, label: t(locale, 'staff-import:button.cancel') }],
  ];
  const text = [t(locale, 'staff-import:try'), describeCounts(report, locale, t), ...some].join('\n');
  await turn.reply({ text, choices });
}

function cut(turn: Turn, lines: readonly string[], unlisted: number): string[] {
  const { t, locale } = turn;
  const head = t(locale, 'staff-import:list', { count: lines.length + unlisted });
  const left = lines.length + unlisted - MOST_LINES;
  const end = left > 0 ? [t(locale, 'staff-import:more', { count: left })] : [];
  return [head, ...lines.slice(0, MOST_LINES), ...end];
}

async function sayKnown(turn: Turn, deps: RosterDeps, { before, counts }: ImportReport): Promise<void> {
  const at = before ? shortTime(before, turn.now, deps.zone) : '';
  await turn.reply({
    text: turn.t(turn.locale, 'staff-import:known', { at, count: peopleIn(counts) }),
  });
}

function importBytes(
  turn: Turn,
  deps: RosterDeps,
  file: Media,
  bytes: Uint8Array,
  isDry: boolean,
): Promise<ImportReport> {
  return importRoster({
    file: { name: file.name ?? '', sha256: hashOf(bytes), lines: deps.readTable(bytes) },
    today: turn.now.toZonedDateTimeISO(deps.zone).toPlainDate(),
    actor: turn.actor,
    channel: turn.inbound.account,
    isDry,
    reader: turn.tx,
    run: (work) => work(turn.tx),
    now: () => turn.now,
    mostRows: MOST_ROWS,
  });
}
