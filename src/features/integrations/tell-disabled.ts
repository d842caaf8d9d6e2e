import type { Work } from '../../conversation/feature.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { takeUntold } from '../../store/api-webhooks.ts';
import { addAudit } from '../../store/audit.ts';
import { listStaffReach } from '../../store/staff-reach.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;

/** Tells every administrator, once, of an address that was switched off because nothing arrived there. */
export async function tellDisabled(work: Work, { locale }: { readonly locale: string }): Promise<void> {
  const { tx, now, t } = work;
  for (const { id, number, url, reason } of await takeUntold(tx, now)) {
    addAudit(tx, { actor: SYSTEM, action: 'api.webhook-off', now, after: { number } });
    const reach = await listStaffReach(tx);
    const admins = new Set(reach.filter(({ role }) => role === 'admin').map(({ staffId }) => staffId));
    const { host } = new URL(url);
    for (const staffId of admins)
      await tellColleague(
        work,
        staffId,
        { key: `webhook-off:${id}:${now.epochMilliseconds}:${staffId}`, locale },
        (reader) => ({ text: t(reader, `staff-api:webhook.gave-up.${reason}`, { number, host }) }),
      );
  }
}
