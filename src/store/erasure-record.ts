/** The record of who did what loses the words of somebody whose data are removed; its lines stay. */
import type { Tx as SqlTx } from './db.ts';

/** Fields whose texts are names of states and kinds, and no words of anybody. */
const KINDS = `'state,need,urgency,source,language,role,kind,result,stayState,phase,field,form,locale,check,link,relation,purpose,approval'`;
/** Ids, days and moments. */
const FACT = `'^([0-9a-f]{8}-[0-9a-f-]{27}|\\d{4}-\\d\\d-\\d\\d(T[0-9:.]+Z)?)$'`;

const kept = (column: string): string => `(select jsonb_object_agg(key, value) from jsonb_each(a.${column})
  where key = any(string_to_array(${KINDS}, ',')) or jsonb_typeof(value) in ('number', 'boolean', 'null')
    or value #>> '{}' ~ ${FACT})`;

/** Lines of their tickets, lines of what they did, and lines about them. */
const LINES = `select a.id from audit a where a.ticket_id in (select id from ticket where person_id = any($1::uuid[]))
  union select a.id from audit a where a.ticket_id is null
    and a.actor like 'person:%' and a.actor = any(array(select 'person:' || p from unnest($1::uuid[]) p))
  union select a.id from audit a where a.after->>'personId' = any(array(select p::text from unnest($1::uuid[]) p))
    and a.after->>'personId' is not null`;

/** Takes every value out that may be somebody's words; how many lines lost one. */
export async function emptyRecord(client: SqlTx, personIds: readonly string[]): Promise<number> {
  await client.$executeRawUnsafe(`select set_config('homeward.erasing', 'on', true)`);
  const count = await client.$executeRawUnsafe(
    `update audit a set before = ${kept('before')}, after = ${kept('after')} where a.id in (${LINES})
       and (a.before is distinct from ${kept('before')} or a.after is distinct from ${kept('after')})`,
    [...personIds],
  );
  await client.$executeRawUnsafe(`select set_config('homeward.erasing', 'off', true)`);
  return count;
}
