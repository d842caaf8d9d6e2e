/** Dates that nobody could be told while they had no account, or while their parent was ill. */
import { sql, type Tx } from './transaction.ts';

/**
 * Whoever can be written to from now on was not there to be told a date: theirs is planned once more, which tells it,
 * and so is that of those for whom they speak or with whom they came.
 */
export async function planUntold(tx: Tx, personId: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`update stay s set needs_plan = true
    where s.ended_at is null and s.told_release_on is distinct from s.release_on
      and s.person_id = any(array(select ${personId}::uuid
        union select o.id from person p join person o on o.party_id = p.party_id where p.id = ${personId}::uuid
        union select subject_id from proxy where speaker_id = ${personId}::uuid and state = 'verified'))`;
}
