/** `/stay`: a traveller's own release date and why, and that of those they speak for and of their party's children. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { dayText, whySentence } from '../../domain/stay/sentence.ts';
import { planStay } from '../../domain/stay.ts';
import { UserError } from '../../errors.ts';
import { listAnswerable } from '../../store/check-ins.ts';
import { keepTold, listStays, readRuleBook, type StayRecord, stayFacts } from '../../store/stays.ts';
import type { StayDeps } from './index.ts';

/** Answers in private only: a date and its reasons are nobody else's business. */
export async function showOwnStay(turn: Turn, deps: StayDeps): Promise<void> {
  if (turn.chat.kind === 'group') throw new UserError('stay:error.private');
  const person = await turn.ensurePerson();
  const others = (await listAnswerable(turn.tx, person.id)).filter(({ isSelf }) => !isSelf);
  const names = new Map(others.map(({ person: { id, name } }) => [id, name]));
  const stays = await listStays(turn.tx, { people: [person.id, ...names.keys()] });
  const own = stays.filter(({ personId }) => personId === person.id);
  const told: { stayId: string; date: Temporal.PlainDate | null }[] = [];
  const lines: string[] = [];
  for (const stay of [...own, ...stays.filter((one) => !own.includes(one))]) {
    const name = names.get(stay.personId);
    const head = names.has(stay.personId)
      ? `${turn.t(turn.locale, 'stay:told.for', { name: isolate(name ?? '?') })}\n`
      : '';
    const { text, date } = await describeStay(turn, deps, stay);
    lines.push(`${head}${text}`);
    if (stay.endedAt === null) told.push({ stayId: stay.id, date });
  }
  await keepTold(turn.tx, told);
  const text = lines.length > 0 ? lines.join('\n\n') : turn.t(turn.locale, 'stay:none');
  const choices = [[{ id: 'menu', label: turn.t(turn.locale, 'profile:button.needs') }]];
  await turn.reply({ text: `${text}\n\n${turn.t(turn.locale, 'stay:told.ask')}`, choices });
}

async function describeStay(
  turn: Turn,
  { zone }: StayDeps,
  stay: StayRecord,
): Promise<{ text: string; date: Temporal.PlainDate | null }> {
  const { t, locale, now } = turn;
  if (stay.endedAt !== null) {
    const day = stay.endedAt.toZonedDateTimeISO(stay.zone ?? zone).toPlainDate();
    return { text: t(locale, 'stay:over', { date: dayText(day, locale, true) }), date: null };
  }
  if (stay.state === 'hospital') return { text: t(locale, 'stay:hospital'), date: stay.toldReleaseOn };
  const plan = planStay(stayFacts(stay, zone), await readRuleBook(turn.tx), now);
  return { text: whySentence(plan, { t, locale }), date: plan.release };
}
