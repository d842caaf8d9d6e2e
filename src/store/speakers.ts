/** Who on the team speaks what with travellers. */
import { once, type Reader, sql, type Tx } from './transaction.ts';

/** A colleague and the languages they speak, as codes. */
export interface Speaker {
  readonly name: string;
  readonly languages: readonly string[];
}

/** Active colleagues who have said what they speak, by name; few, and read with every card. */
export const listSpeakers = (db: Reader): Promise<Speaker[]> =>
  once(db, 'speakers', async (client) =>
    client.staff.findMany({
      where: { active: true, languages: { isEmpty: false } },
      select: { name: true, languages: true },
      orderBy: { name: 'asc' },
    }),
  );

/** Keeps what somebody speaks. */
export async function setSpoken(tx: Tx, staffId: string, languages: readonly string[]): Promise<void> {
  const client = await sql(tx);
  await client.staff.update({ where: { id: staffId }, data: { languages: [...languages] } });
  tx.memo.delete('speakers');
}
