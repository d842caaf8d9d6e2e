/** An erasure is carried out: everything in one transaction, with a last message and a proof. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { proofText, rowsIn } from '../../domain/privacy/proof.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { addAudit } from '../../store/audit.ts';
import { removeData } from '../../store/erasure.ts';
import { type ErasureRecord, keepProof, settleErasure } from '../../store/erasure-requests.ts';
import { listOpenOf } from '../../store/proxies.ts';
import { changeTicket } from '../../store/tickets.ts';
import type { PrivacyDeps } from './deps.ts';
import { redrawCards } from './redraw-cards.ts';

/** What came of it. */
export interface CarriedOut {
  readonly rows: number;
  readonly sha256: string;
}

/** Erases; undefined when the request was settled meanwhile. What keeps it back was looked at by whoever calls. */
export async function carryOut(
  work: Work,
  { people }: PrivacyDeps,
  request: ErasureRecord,
  actor: Actor,
): Promise<CarriedOut | undefined> {
  const { tx, now, t } = work;
  const { id, number, personId } = request;
  const by = actor.role === 'system' ? null : actor.id;
  if (!(await settleErasure(tx, id, { state: 'done', by, now }))) return undefined;
  const asker = request.speakerId ?? personId;
  const reach = (await people.reach(work, [asker])).get(asker);
  await endTickets(work, personId, actor);
  const removed = await removeData(tx, [personId], ['identity'], now, { blots: true });
  const rows = rowsIn(removed);
  const sha256 = await keepProof(tx, id, proofText({ number, doneAt: now, removed }), now);
  addAudit(tx, { actor, action: 'erasure.done', now, after: { number, rows } });
  if (reach) {
    const text = t(reach.locale, 'privacy:erase.done', { number, proof: sha256 });
    await work.say(reach.target, { text }, { key: `erasure:${number}` });
  }
  await redrawCards(work, [personId]);
  return { rows, sha256 };
}

/** What a colleague lets go with the person is resolved, and nobody is asked whether it was solved. */
async function endTickets({ tx, now }: Work, personId: string, actor: Actor): Promise<void> {
  for (const ticket of await listOpenOf(tx, [personId]))
    await changeTicket(
      tx,
      ticket,
      { states: OPEN_STATES },
      { state: 'resolved', resolvedAt: now, nextPageAt: null },
      { actor, action: 'ticket.erase', now },
    );
}
