/** A signed report goes up: to chats of teams and to colleagues, in their language, each revision once. */
import type { Work } from '../../conversation/feature.ts';
import type { AccountId } from '../../domain/ids.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { reportSheets } from '../../domain/report/written.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { findStaffName, listTeams } from '../../store/desk.ts';
import { listReachable } from '../../store/oversight.ts';
import { listTeamChats } from '../../store/people.ts';
import { type Recipient, takeRecipients } from '../../store/report-plans.ts';
import { findReport, type ReportRecord } from '../../store/reports.ts';
import type { ReportDeps } from './gather-report.ts';
import { keepWorkbook } from './workbook.ts';
import { contentOf, viewOf } from './write-report.ts';

interface Reader {
  /** Of a chat or a colleague. */
  readonly id: string;
  readonly target: Target;
  readonly locale: string;
}

/** Sends what was signed last to everybody who lacks it; the names of those who could not be written to. */
export async function sendUp(work: Work, deps: ReportDeps, known: ReportRecord): Promise<string[]> {
  const report = await findReport(work.tx, known.number, 'signed');
  if (!report?.signedAt) return [];
  const recipients = await takeRecipients(work.tx, report.id, report.revision);
  const missed: string[] = [];
  for (const recipient of recipients) {
    const readers = await readersOf(work, deps, recipient);
    if (readers.length === 0) missed.push(await nameOf(work, recipient));
    for (const reader of readers) await send(work, report, reader);
  }
  return missed;
}

async function readersOf(work: Work, deps: ReportDeps, recipient: Recipient): Promise<Reader[]> {
  if ('staffId' in recipient) {
    const reader = await readerOf(work, deps, recipient.staffId);
    return reader ? [reader] : [];
  }
  const chats = await listTeamChats(work.tx, recipient.teamId);
  return chats.map(({ id, account, externalId, kind, locale }) => ({
    id,
    target: { account, chat: externalId, kind },
    locale: staffLocale(locale, deps),
  }));
}

async function readerOf(work: Work, deps: ReportDeps, staffId: string): Promise<Reader | undefined> {
  const one = (await listReachable(work.tx)).get(staffId);
  if (!one?.privateChat) return undefined;
  const target = { account: one.account, chat: one.privateChat, kind: 'private' } as const;
  return { id: staffId, target, locale: staffLocale(one.locale, deps) };
}

const staffLocale = (locale: string | null, deps: ReportDeps): string =>
  matchLocale(locale ?? deps.locale, STAFF_LOCALES) ?? 'en';

async function nameOf(work: Work, recipient: Recipient): Promise<string> {
  if ('staffId' in recipient) return findStaffName(work.tx, recipient.staffId);
  const team = (await listTeams(work.tx)).find(({ id }) => id === recipient.teamId);
  return team?.name ?? '?';
}

async function send(work: Work, report: ReportRecord, { id, target, locale }: Reader): Promise<void> {
  const key = `report:${report.id}:${report.revision}:up:${id}`;
  await work.say(target, await contentOf(work, await viewOf(work, report, locale), locale, target.account), {
    key,
  });
  const file = await fileOf(work, report, locale, target.account);
  if (file) await work.say(target, file, { key: `${key}:file` });
}

/** The table as a message; undefined where files cannot be sent. */
export async function fileOf(
  work: Work,
  report: ReportRecord,
  locale: string,
  account: AccountId,
): Promise<Content | undefined> {
  if (!work.capabilities(account)?.media.includes('document')) return undefined;
  const view = await viewOf(work, report, locale);
  const name = work.t(locale, 'staff-reports:file-name', { number: report.number });
  const revision = report.revision > 1 ? `-${report.revision}` : '';
  const file = await keepWorkbook(work, `${name}${revision}.xlsx`, reportSheets(view, { t: work.t, locale }));
  return { text: view.title, media: [file] };
}

/** Writes to a colleague in private, in their language; false when they have no chat with the bot. */
export async function tellOne(
  work: Work,
  deps: ReportDeps,
  staffId: string,
  key: string,
  write: (locale: string, account: AccountId) => Content | Promise<Content>,
): Promise<boolean> {
  const reader = await readerOf(work, deps, staffId);
  if (!reader) return false;
  await work.say(reader.target, await write(reader.locale, reader.target.account), { key });
  return true;
}
