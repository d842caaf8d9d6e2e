/** Answers that this team gives often, where they differ from those that come with the program. */
import { sql, type Tx } from './transaction.ts';

/** One of the team's own answers in one language. */
export interface CannedText {
  readonly name: string;
  readonly locale: string;
  readonly text: string;
}

/** All of the team's own answers, by name. */
export async function listCannedTexts(tx: Tx): Promise<CannedText[]> {
  const client = await sql(tx);
  return client.cannedReply.findMany({ orderBy: [{ name: 'asc' }, { locale: 'asc' }] });
}

/** Sets an answer in one language. */
export async function setCannedText(tx: Tx, canned: CannedText): Promise<void> {
  const client = await sql(tx);
  const { name, locale, text } = canned;
  await client.cannedReply.upsert({
    where: { name_locale: { name, locale } },
    create: canned,
    update: { text },
  });
}
