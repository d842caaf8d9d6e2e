/**
 * The one place that figures are counted: chat, console, reports and exports ask here, so that they say the same.
 * Counted are the rows of `ticket_episode` (a ticket from its opening or reopening to its resolution), the ledger and
 * the stays; what each figure means is in docs/figures.md. How long things took comes from the database as lists of
 * seconds, and medians are taken here: of each row and of everything from the same lists, and exact.
 */
import type { FiguresAnswer, FiguresQuestion } from '../domain/figures/question.ts';
import { addUp, figuresOf, type Tally } from '../domain/figures/tally.ts';
import { countingOf } from './figures-sql.ts';
import { type Reader, sql } from './transaction.ts';

type Row = Omit<Tally, 'responses' | 'resolutions'> & {
  readonly key: string | null;
  readonly responses?: string | null;
  readonly resolutions?: string | null;
};

/** What one statement counted of one group. */
interface Found {
  readonly key: string | null;
  readonly tally: Tally;
}

/** The figures of a period. Reads only; nothing is rounded but to whole seconds. */
export async function readFigures(
  db: Reader,
  question: FiguresQuestion,
  now: Temporal.Instant,
): Promise<FiguresAnswer> {
  const { statements, names, known, knownOfRows } = countingOf(question, now);
  const client = await sql(db);
  const found: Found[] = [];
  const whole: Found[] = [];
  for (const { sql: statement, params, isWhole } of statements) {
    const rows = await client.$queryRawUnsafe<Row[]>(statement, ...params);
    (isWhole || !question.by ? whole : found).push(...rows.map(toTally));
  }
  const groups = Map.groupBy(found.filter(isSomething), ({ key }) => key);
  const tallies = [...groups].map(([key, parts]) => ({ key, tally: addUp(parts.map(({ tally }) => tally)) }));
  const called = names
    ? await readNames(
        db,
        names,
        tallies.flatMap(({ key }) => key ?? []),
      )
    : new Map<string, string>();
  const rows = tallies.map(({ key, tally }) => ({
    ...figuresOf(tally, knownOfRows),
    key,
    name: key === null ? null : (called.get(key) ?? key),
  }));
  return {
    total: figuresOf(addUp([...found, ...whole].map(({ tally }) => tally)), known),
    rows: rows.toSorted((a, b) => b.opened - a.opened || compare(a.name, b.name)),
  };
}

const isSomething = ({ tally }: Found): boolean =>
  Object.values(tally).some((value) => (typeof value === 'number' ? value > 0 : value.length > 0));

function toTally({ key, responses, resolutions, ...counts }: Row): Found {
  const tally = {
    ...counts,
    ...(responses ? { responses: numbersIn(responses) } : {}),
    ...(resolutions ? { resolutions: numbersIn(resolutions) } : {}),
  };
  return { key, tally };
}

/** Numbers of four bytes in base64, as the database sends them: the highest first. */
function numbersIn(text: string): Int32Array {
  const bytes = Buffer.from(text, 'base64').swap32();
  const numbers = new Int32Array(bytes.length / 4);
  Buffer.from(numbers.buffer).set(bytes);
  return numbers;
}

const compare = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a.localeCompare(b);

async function readNames(db: Reader, statement: string, keys: string[]): Promise<Map<string, string>> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ key: string; name: string }[]>(statement, keys);
  return new Map(rows.map(({ key, name }) => [key, name]));
}
