/** The versions of the declaration's form: the program's own, and those that administrators wrote since. */
import { toIso } from '../clock.ts';
import { type Form, storedForm } from '../domain/declaration/form.ts';
import { BUILT_IN } from '../domain/declaration/forms.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A version, with who made it; nobody did the first. */
export interface FormVersion {
  readonly form: Form;
  readonly note: string | null;
  readonly by: string | null;
  readonly at: Temporal.Instant | null;
}

interface Row {
  readonly form: unknown;
  readonly note: string | null;
  readonly by: string | null;
  readonly at: Date;
}

const FIRST: FormVersion = { form: BUILT_IN, note: null, by: null, at: null };

const SELECT = `select f.form, f.note, s.name as by, f.created_at as at
  from declaration_form f left join staff s on s.id = f.created_by`;

const toVersion = ({ form, note, by, at }: Row): FormVersion => ({
  form: storedForm(form),
  note,
  by,
  at: Temporal.Instant.fromEpochMilliseconds(at.getTime()),
});

/** The form of a declaration of this version, where the database had `stored` for it; undefined when nobody knows it. */
export const formOf = (version: number, stored: unknown): Form | undefined => {
  if (version === BUILT_IN.version) return BUILT_IN;
  return stored === null || stored === undefined ? undefined : storedForm(stored);
};

/** The version that new declarations are filled in by. */
export async function readNewestForm(db: Reader): Promise<FormVersion> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<Row[]>(`${SELECT} order by f.version desc limit 1`);
  return row ? toVersion(row) : FIRST;
}

/** Every version, newest first. */
export async function listForms(db: Reader): Promise<FormVersion[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<Row[]>(`${SELECT} order by f.version desc`);
  return [...rows.map(toVersion), FIRST];
}

/** Adds the version after `before`; false when somebody else did so first. Those before it stay to be read. */
export async function addForm(
  tx: Tx,
  before: number,
  made: {
    readonly form: Form;
    readonly note: string | null;
    readonly by: string;
    readonly now: Temporal.Instant;
  },
): Promise<boolean> {
  const client = await sql(tx);
  const version = before + 1;
  const form = JSON.stringify({ ...made.form, version });
  const count = await client.$executeRaw`
    insert into declaration_form (version, form, note, created_by, created_at)
    select ${version}::int, ${form}::jsonb, ${made.note}, ${made.by}::uuid, ${toIso(made.now)}::timestamptz
    where (select coalesce(max(version), ${BUILT_IN.version}::int) from declaration_form) = ${before}::int
    on conflict (version) do nothing`;
  return count > 0;
}
