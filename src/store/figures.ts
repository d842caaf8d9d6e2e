/**
 * The one place that figures are counted: chat, console, reports and exports ask here, so that they say the same.
 * Counted are the rows of `ticket_episode` (a ticket from its opening or reopening to its resolution), the ledger and
 * the stays; what each figure means is in docs/figures.md. How long things took comes from the database as lists of
 * seconds, and medians are taken here: of each row and of everything from the same lists, and exact.
 */
import type { FiguresAnswer, FiguresQuestion } from '../domain/figures/question.ts';
import { addUp, figuresOf, type Tally } from '../domain/figures/tally.ts';
import { type Counting, countingOf } from './figures-sql.ts';
import type { Statement } from './figures-statement.ts';
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
  const counting = countingOf(question, now);
  return answerOf(db, question, counting, await askAll(db, counting.statements));
}

/** The figures of a period and of the one before: in half the time where the database has several connections. */
export async function readCompared(
  db: Reader,
  questions: readonly [FiguresQuestion, FiguresQuestion],
  now: Temporal.Instant,
): Promise<[FiguresAnswer, FiguresAnswer]> {
  const [question, before] = questions;
  const [counting, countingBefore] = [countingOf(question, now), countingOf(before, now)];
  const found = await askAll(db, [...counting.statements, ...countingBefore.statements]);
  const border = counting.statements.length;
  return [
    await answerOf(db, question, counting, found.slice(0, border)),
    await answerOf(db, before, countingBefore, found.slice(border)),
  ];
}

/**
 * What each of the statements found. Where there are two connections, they meet somewhere in the middle; what is asked
 * first is asked in the transaction, which knows also what it has not committed yet.
 */
async function askAll(db: Reader, statements: readonly Statement[]): Promise<Found[][]> {
  const client = await sql(db);
  const other = 'rows' in db ? db.beside : db;
  const found: Found[][] = [];
  let [first, last] = [0, statements.length - 1];
  const ask = async (from: Awaited<ReturnType<typeof sql>>, next: () => number): Promise<void> => {
    while (first <= last) {
      const place = next();
      const { sql: statement, params } = statements[place] as Statement;
      found[place] = (await from.$queryRawUnsafe<Row[]>(statement, ...params)).map(toTally);
    }
  };
  await Promise.all([ask(client, () => first++), other && ask(other, () => last--)]);
  return found;
}

async function answerOf(
  db: Reader,
  question: FiguresQuestion,
  { statements, names, known, knownOfRows }: Counting,
  counted: readonly Found[][],
): Promise<FiguresAnswer> {
  const isWhole = (place: number): boolean => !question.by || statements[place]?.isWhole === true;
  const found = counted.filter((_rows, place) => !isWhole(place)).flat();
  const whole = counted.filter((_rows, place) => isWhole(place)).flat();
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
