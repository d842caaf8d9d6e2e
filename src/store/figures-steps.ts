/** How many tickets came and were done, step by step of a period: what a chart over time is drawn of. */
import type { FiguresFilter } from '../domain/figures/question.ts';
import { chosenEpisodes } from './figures-sql.ts';
import { type Reader, sql } from './transaction.ts';

/** One step. */
export interface Step {
  readonly opened: number;
  readonly resolved: number;
}

/** Between each of these moments and the next. */
export async function readSteps(
  db: Reader,
  borders: readonly Temporal.Instant[],
  filter: FiguresFilter | undefined,
): Promise<Step[]> {
  const params: unknown[] = [borders.slice(0, -1).map(String), borders.slice(1).map(String)];
  const where = chosenEpisodes(filter, params);
  const count = (column: string, more: string): string =>
    `(select count(*) from ticket_episode e where e.${column} >= b.at and e.${column} < b.till ${more} ${where})::int`;
  const client = await sql(db);
  return client.$queryRawUnsafe<Step[]>(
    `select ${count('started_at', 'and e.episode = 0')} as opened, ${count('ended_at', '')} as resolved
     from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality b(at, till, place) order by b.place`,
    ...params,
  );
}
