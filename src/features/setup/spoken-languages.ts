/** `/speaks Lao, Burmese`: which travellers a colleague can talk to without help. */
import type { Turn } from '../../conversation/feature.ts';
import { languageName } from '../../domain/language-name.ts';
import { readLanguages } from '../../domain/roster/words.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { setSpoken } from '../../store/speakers.ts';

/** Keeps the languages that are named; a language the bot does not have is refused. */
export async function speak(turn: Turn, words: string): Promise<void> {
  const { staff, tx, now, t, locale } = turn;
  if (!staff || !words) throw new UserError('staff-setup:usage.speaks');
  const { known, other } = readLanguages(words);
  if (other.length > 0) throw new UserError('staff-setup:error.language', { words: other.join(', ') });
  await setSpoken(tx, staff.id, known);
  const after = { staffId: staff.id, languages: known };
  addAudit(tx, { actor: turn.actor, action: 'staff.speak', now, channel: turn.inbound.account, after });
  const names = known.map((code) => languageName(code, locale)).join(', ');
  await turn.reply({ text: t(locale, 'staff-setup:speaks.set', { names }) });
}
