/** Which language a traveller is answered in, before they say so themselves. */
import type { Turn } from '../../conversation/feature.ts';
import { matchLocale } from '../../domain/locale.ts';
import { updatePerson } from '../../store/people.ts';

/** Languages read here that are answered in a near one. */
const NEAR: Record<string, string> = { ht: 'fr', pt: 'es' };

/** Letters that belong to one language (or script) alone say more than what a phone is set to. */
const OWN_SCRIPT =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Cyrillic}|\p{Script=Arabic}|\p{Script=Myanmar}|\p{Script=Lao}/u;
/** Latin text at least this long (in characters) outweighs the platform's language. */
const TELLING = 12;

/** Takes the language of the first words, or the platform's when they are too few, and keeps it. */
export async function learnLocale(turn: Turn, language: string, text: string): Promise<void> {
  const { person } = turn;
  if (!person || person.locale) return;
  const platform = matchLocale(turn.inbound.sender.locale);
  const written = matchLocale(NEAR[language] ?? language);
  const locale = written && tells(text, written, platform) ? written : (platform ?? written);
  if (!locale) return;
  person.locale = locale;
  if (turn.chat.kind === 'private') turn.locale = locale;
  const waiting = turn.tx.rows.get('person')?.findLast((row) => row.id === person.id);
  if (waiting) waiting.locale = locale;
  else await updatePerson(turn.tx, person.id, { locale });
}

function tells(text: string, written: string, platform: string | undefined): boolean {
  if (OWN_SCRIPT.test(text))
    return !(written.startsWith('zh') && platform?.startsWith('zh') && [...text].length < TELLING);
  return [...text].length >= TELLING;
}
