/** The button by which staff say that a positive was a mistake: what followed from it is undone, on purpose and on record. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { dropContacts, lockContacts } from '../../store/stay-contacts.ts';
import { lockStays, stateBeforeHospital } from '../../store/stay-tests.ts';
import { listStays, updateStays } from '../../store/stays.ts';
import type { TestsDeps } from './index.ts';

/** Back to where they were, and the contacts keep the dates they had before; tickets are left for whoever has them. */
export async function takeBack(turn: Turn, deps: TestsDeps, stayId: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  const ids = /^[0-9a-f-]{36}$/.test(stayId ?? '') ? [stayId ?? ''] : [];
  await lockContacts(turn.tx);
  await lockStays(turn.tx, ids);
  const [before] = await listStays(turn.tx, { ids });
  if (!before || before.endedAt !== null) throw new UserError('staff:error.old-button');
  if (before.positiveOn !== null || before.tests.some(({ result }) => result === 'positive'))
    throw new UserError('staff-tests:error.still-positive');
  const { actor, now, tx, t, locale } = turn;
  const contacts = await dropContacts(tx, before.id);
  const back = await stateBeforeHospital(tx, before.personId);
  if (before.state === 'hospital') {
    await updateStays(tx, [before.id], { state: back });
    const [stay] = await listStays(tx, { ids });
    if (stay) await turn.emit({ type: 'stay.moved', before, stay, actor });
  } else if (contacts.length === 0) throw new UserError('staff-tests:error.taken-back');
  addAudit(tx, {
    actor,
    channel: turn.inbound.account,
    now,
    action: 'test.take-back',
    before: { personId: before.personId, stayState: before.state },
    after: {
      personId: before.personId,
      stayState: before.state === 'hospital' ? back : before.state,
      stayIds: contacts,
    },
  });
  await turn.emit({ type: 'stays.changed', stayIds: [before.id, ...contacts], actor });
  await turn.reply({ text: t(locale, 'staff-tests:taken-back', { count: contacts.length }) });
}
