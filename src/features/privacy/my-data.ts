/** `/mydata`: everything that is kept of somebody, as a file that goes again after a day. */
import type { Turn } from '../../conversation/feature.ts';
import { addAudit } from '../../store/audit.ts';
import { KEPT_FILES, keepText } from '../../store/media-files.ts';
import { readMyData, SECTIONS } from '../../store/my-data.ts';
import type { PrivacyDeps } from './deps.ts';
import { type Owner, pickOwner } from './whose.ts';

const NAME = 'my-data.json';
const TYPE = 'application/json';
/** The file can be fetched for so long. */
const HOURS = 24;
/** Longest text in place of a file, in characters; the team gives out what is longer. */
const INLINE = 12_000;

/** Gives somebody their own data, or a child's to whoever speaks for it. */
export async function sendMyData(turn: Turn, _deps: PrivacyDeps, id?: string): Promise<void> {
  const owner = await pickOwner(turn, 'mydata', id);
  if (!owner) return;
  const { tx, now, t, locale } = turn;
  const text = await write(turn, owner);
  const after = { isSelf: owner.isSelf };
  addAudit(tx, { actor: turn.actor, action: 'person.my-data', now, channel: turn.inbound.account, after });
  if (!turn.capabilities(turn.inbound.account)?.media.includes('document')) {
    const isShort = text.length <= INLINE;
    return turn.reply({ text: isShort ? text : t(locale, 'privacy:mydata.too-long') });
  }
  const fileId = await keepText(tx, { name: NAME, type: TYPE, text }, now, now.add({ hours: HOURS }));
  const media = [{ kind: 'document', account: KEPT_FILES, id: fileId, name: NAME, type: TYPE }] as const;
  await turn.reply({ text: t(locale, 'privacy:mydata.here', { hours: HOURS }), media });
}

/** Sections by their keys, each with its name in the reader's language. */
async function write(turn: Turn, owner: Owner): Promise<string> {
  const { tx, now, t, locale } = turn;
  const data = await readMyData(tx, owner.id);
  const sections = SECTIONS.map((key) => [
    key,
    { title: t(locale, `privacy:section.${key}`), data: data[key] },
  ]);
  const about = { title: t(locale, 'privacy:mydata.title'), madeAt: now.toString(), language: locale };
  return JSON.stringify({ ...about, ...Object.fromEntries(sections) }, null, 2);
}
