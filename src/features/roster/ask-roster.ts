/** `/roster`: a file of people is asked for, read, tried out and imported when that is confirmed. */
import { createHash } from 'node:crypto';
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Media } from '../../domain/message.ts';
import { rosterTemplate } from '../../domain/roster/template.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { KEPT_FILES, keepText } from '../../store/media-files.ts';
import { describeCounts, listReport } from './describe-import.ts';
import { type ImportReport, importRoster, peopleIn } from './import-roster.ts';
import type { RosterDeps } from './index.ts';

/** People in a file that is imported while the chat waits. */
const MOST_ROWS = 2000;
/** Minutes in which the file may come. */
const ANSWER_WITHIN = 30;
/** Lines to look at that stand above the question itself; of more of them there is a list, which ends somewhere too. */
const [FIRST, MOST_LINES] = [5, 400];

/** What waits to be confirmed. */
interface RosterDraft {
  readonly key: string;
  readonly file: Media;
  readonly sha256: string;
}

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
  if (!turn.capabilities(turn.inbound.account)?.media.includes('document'))
    return turn.reply({ text: `${text}\n\n${template.trim()}` });
  const name = t(locale, 'staff-import:template-name');
  const id = await keepText(turn.tx, { name, type: 'text/csv', text: template }, turn.now);
  await turn.reply({ text, media: [{ kind: 'document', account: KEPT_FILES, id, name, type: 'text/csv' }] });
}

/** The file that was asked for; anything else goes on as a message. */
export async function receiveRoster(turn: Turn, deps: RosterDeps): Promise<boolean> {
  const askedAt = turn.session.rosterAsked as string | undefined;
  const file = documentIn(turn);
  if (!askedAt || !file || !turn.staff) return false;
  if (turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN) return false;
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  await tryOut(turn, deps, file);
  return true;
}

/** Imports what was tried out before. */
export async function confirmRoster(turn: Turn, deps: RosterDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  const { file, sha256 } = draftOf(turn, key);
  const bytes = bytesOf(turn, file);
  if (hashOf(bytes) !== sha256) throw new UserError('staff:error.old-button');
  turn.remember({ rosterDraft: undefined });
  const report = await importBytes(turn, deps, file, bytes, false);
  if (report.state === 'known') return sayKnown(turn, deps, report);
  const { t, locale } = turn;
  await turn.reply({ text: [t(locale, 'staff-import:done'), describeCounts(report, locale, t)].join('\n') });
}

/** Imports nothing. */
export async function dropRoster(turn: Turn, deps: RosterDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'roster.import');
  draftOf(turn, key);
  turn.remember({ rosterDraft: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-import:dropped') });
}

const documentIn = (turn: Turn): Media | undefined =>
  turn.inbound.media?.find(({ kind }) => kind === 'document');

function draftOf(turn: Turn, key: string | undefined): RosterDraft {
  const draft = turn.session.rosterDraft as RosterDraft | undefined;
  if (!draft || draft.key !== key) throw new UserError('staff:error.old-button');
  return draft;
}

function bytesOf(turn: Turn, file: Media): Uint8Array {
  const bytes = turn.readFile(file);
  if (!bytes) throw new UserError('staff-import:error.no-file');
  return bytes;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

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
