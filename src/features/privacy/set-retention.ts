/** `/retention`: for how long what is kept; `/retention transcripts=90d` by an administrator. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { outliving, RETAINED, readRetention } from '../../domain/privacy/retention.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { readOpenDays } from '../../store/releases.ts';
import { readRetentionRules, saveRetentionRules } from '../../store/retention.ts';

/** Shows the rules; with a change, adds a version of them. */
export async function setRetention(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, args ? 'retention.edit' : 'retention.read');
  const { tx, now, t, locale, actor } = turn;
  if (args) {
    const change = readRetention(args);
    if (!change) throw new UserError('staff-privacy:error.retention');
    const before = await readRetentionRules(tx);
    const days = { ...before.days, ...change };
    const [longer] = outliving(days);
    if (longer)
      throw new UserError('staff-privacy:error.outlives', {
        kind: `staff-privacy:class.${longer}`,
        days: days.identity,
      });
    const version = await saveRetentionRules(tx, days, actor.id, now);
    const was = { version: before.version, ...before.days };
    addAudit(tx, {
      actor,
      action: 'rule.retention',
      now,
      channel: turn.inbound.account,
      before: was,
      after: { version, ...days },
    });
  }
  const { version, days } = await readRetentionRules(tx);
  const open = await readOpenDays(tx);
  const lines = RETAINED.map((kind) => {
    const name = t(locale, `staff-privacy:class.${kind}`);
    return `• ${t(locale, 'staff-privacy:retention.line', { kind, name, days: days[kind] })}`;
  });
  const head = t(locale, 'staff-privacy:retention.head', { version, days: open });
  await turn.reply({ text: [head, ...lines].join('\n') });
}
