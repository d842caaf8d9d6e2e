import type { ExportColumn } from '../../domain/export/columns.ts';
import { noteAccess } from '../../store/access-log.ts';
import { transact } from '../../store/transaction.ts';
import type { ExportDeps, ExportReader } from './deps.ts';
import type { CellRows } from './read-pages.ts';

/** Notes of everybody in the rows, once and before the rows are given out, that a colleague took their data. */
export async function* noteReadings(
  pages: AsyncIterable<CellRows>,
  { db, clock }: ExportDeps,
  { actor, channel }: ExportReader,
  columns: readonly ExportColumn[],
): AsyncGenerator<CellRows> {
  const at = columns.findIndex(({ key }) => key === 'person_id');
  const seen = new Set<string>();
  for await (const rows of pages) {
    const people = new Set(rows.map((cells) => cells[at])).values();
    const fresh = people.filter((id): id is string => typeof id === 'string' && !seen.has(id)).toArray();
    if (fresh.length > 0 && actor.role !== 'system')
      await transact(db, async (tx) => {
        const work = { tx, now: clock.now() };
        for (const personId of fresh) noteAccess(work, actor, { personId, what: 'export', channel });
      });
    for (const id of fresh) seen.add(id);
    yield rows;
  }
}
