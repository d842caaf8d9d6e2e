/** Secrets that are shown once: the copies of the message that showed them are blotted out. */
import { toDate } from '../clock.ts';
import { sql, type Tx } from './transaction.ts';

/** How long a message with a secret may wait to be sent, and its copies are kept, in minutes. */
export const SHOWN_MINUTES = 10;

/** What tokens of the API and secrets of webhooks look like. */
const SECRET = '(hw_|whsec_)[A-Za-z0-9_+/=-]{20,}';

/** Blots out what was shown some time ago; what every sweep runs costs two looks at small tables. */
export async function blotShown(tx: Tx, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  const before = toDate(now.subtract({ minutes: SHOWN_MINUTES }));
  const rows = await client.$queryRaw<{ key: string }[]>`
    with token as (update api_token set shown_key = null from (select id, shown_key as key from api_token
        where shown_key is not null and created_at <= ${before}) was where api_token.id = was.id returning was.key),
      hook as (update webhook set shown_key = null from (select id, shown_key as key from webhook
        where shown_key is not null and created_at <= ${before}) was where webhook.id = was.id returning was.key)
    select key from token union all select key from hook`;
  if (rows.length === 0) return;
  const keys = rows.map(({ key }) => key);
  await client.$executeRawUnsafe(
    `with told as (update outgoing set
         body = jsonb_set(body, '{text}', to_jsonb(regexp_replace(body->>'text', '${SECRET}', '…', 'g')))
       where dedupe_key = any($1::text[]) and body->>'text' is not null returning chat)
     update web_message w set
       content = jsonb_set(content, '{text}', to_jsonb(regexp_replace(content->>'text', '${SECRET}', '…', 'g')))
     where w.chat in (select chat from told) and w.content->>'text' ~ '${SECRET}'`,
    keys,
  );
}
