/** `/health`: every account, and how much waits. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { type AccountRecord, type Backlog, listAccounts, listBacklogs } from '../../store/accounts.ts';

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
  const lines = [...known, ...unknown];
  await turn.reply({ text: lines.length > 0 ? lines.join('\n') : turn.t(turn.locale, 'staff-health:none') });
}

function accountLine(turn: Turn, account: AccountRecord): string {
  const state = turn.t(turn.locale, `staff-health:state.${account.health}`);
  const since = turn.t(turn.locale, 'staff-health:since', { age: age(turn, account.since) });
  const detail = account.detail ? `\n   ${account.detail}` : '';
  return `${MARKS[account.health]} ${account.id} · ${state} · ${since}${detail}`;
}

function waitingLines(turn: Turn, backlog: Backlog | undefined): string[] {
  if (!backlog) return [];
  const line = (key: string, count: number, since: Temporal.Instant | null): string[] =>
    count > 0 && since
      ? [`   ${turn.t(turn.locale, `staff-health:${key}`, { count, age: age(turn, since) })}`]
      : [];
  return [
    ...line('inbox', backlog.inbox, backlog.inboxSince),
    ...line('outbox', backlog.outbox, backlog.outboxSince),
  ];
}

/** A length of time in its largest unit, such as `3 min`. */
function age(turn: Turn, since: Temporal.Instant): string {
  const seconds = Math.max(0, Math.round(turn.now.since(since).total('seconds')));
  const [unit, value] =
    seconds < 60
      ? ['second', seconds]
      : seconds < 3600
        ? ['minute', Math.floor(seconds / 60)]
        : seconds < 86_400
          ? ['hour', Math.floor(seconds / 3600)]
          : ['day', Math.floor(seconds / 86_400)];
  return new Intl.NumberFormat(turn.locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
  }).format(Number(value));
}
