/** `/health`: every account, and how much waits. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Alarm } from '../../domain/alarm.ts';
import { type AccountRecord, type Backlog, listAccounts, listBacklogs } from '../../store/accounts.ts';
import { listAlarms } from '../../store/alarms.ts';
import { lastBackup } from '../../store/backup-runs.ts';
import { age } from './age.ts';

const MARKS: Record<AccountRecord['health'], string> = {
  online: '🟢',
  starting: '🟡',
  login: '🟠',
  offline: '🔴',
  conflict: '🔴',
};

/** Shows supervisors and administrators how everything fares; the message that asks is not counted. */
export async function showHealth(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'health.read');
  const accounts = await listAccounts(turn.tx);
  const backlogs = await listBacklogs(turn.tx, turn.now, turn.inboundId);
  const known = accounts.map((account) =>
    [
      accountLine(turn, account),
      ...waitingLines(
        turn,
        backlogs.find((one) => one.account === account.id),
      ),
    ].join('\n'),
  );
  const unknown = backlogs
    .filter((one) => !accounts.some((account) => account.id === one.account))
    .map((one) => [`⚪ ${one.account}`, ...waitingLines(turn, one)].join('\n'));
  const alarms = (await listAlarms(turn.tx)).filter((alarm) => alarm.toldAt && !alarm.wellAt);
  const backup = await backupLine(turn);
  const lines = [...known, ...unknown, ...alarms.map((alarm) => alarmLine(turn, alarm)), ...backup];
  await turn.reply({ text: lines.length > 0 ? lines.join('\n') : turn.t(turn.locale, 'staff-health:none') });
}

function alarmLine(turn: Turn, { kind, subject, since }: Alarm): string {
  const what = turn.t(turn.locale, `staff-health:trouble.${kind}`, { subject });
  return `⚠️ ${what} · ${turn.t(turn.locale, 'staff-health:since', { age: ageOf(turn, since) })}`;
}

/** The last scheduled backup, where there was one. */
async function backupLine(turn: Turn): Promise<string[]> {
  const last = await lastBackup(turn.tx);
  if (!last) return [];
  const size = (last.bytes / 1e6).toLocaleString(turn.locale, { maximumFractionDigits: 1 });
  return [`💾 ${turn.t(turn.locale, 'staff-backup:last', { age: ageOf(turn, last.finishedAt), size })}`];
}

function accountLine(turn: Turn, account: AccountRecord): string {
  const state = turn.t(turn.locale, `staff-health:state.${account.health}`);
  const since = turn.t(turn.locale, 'staff-health:since', { age: ageOf(turn, account.since) });
  const detail = account.detail ? `\n   ${account.detail}` : '';
  return `${MARKS[account.health]} ${account.id} · ${state} · ${since}${detail}`;
}

function waitingLines(turn: Turn, backlog: Backlog | undefined): string[] {
  if (!backlog) return [];
  const line = (key: string, count: number, since: Temporal.Instant | null): string[] =>
    count > 0 && since
      ? [`   ${turn.t(turn.locale, `staff-health:${key}`, { count, age: ageOf(turn, since) })}`]
      : [];
  return [
    ...line('inbox', backlog.inbox, backlog.inboxSince),
    ...line('outbox', backlog.outbox, backlog.outboxSince),
  ];
}

const ageOf = (turn: Turn, since: Temporal.Instant): string => age(turn.now.since(since), turn.locale);
