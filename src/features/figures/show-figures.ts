/** `/stats [period] [group]`: supervisors and administrators read everybody's figures, all others their own. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { questionFor } from '../../domain/figures/asked.ts';
import type { Period } from '../../domain/figures/period.ts';
import type { FiguresQuestion, Group } from '../../domain/figures/question.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { readCompared } from '../../store/figures.ts';
import { siteOf } from '../../store/sites.ts';
import { chartFile } from './chart-file.ts';
import { figureLines, groupLines } from './figure-lines.ts';
import type { FiguresDeps } from './index.ts';
import { readWords } from './read-words.ts';

/** What is shown, and to whom. */
export interface Asked {
  readonly period: Period;
  readonly question: FiguresQuestion;
  /** Only what the reader looked after. */
  readonly isOwn: boolean;
}

/** Answers in the chat it was asked in; what names colleagues only in private. */
export async function showFigures(turn: Turn, deps: FiguresDeps, words: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'figures.read-own');
  const zone = (await siteOf(turn.tx, turn.chat.siteId))?.timeZone ?? deps.zone;
  const { period, by } = readWords(words, zone, turn.now);
  const asked = toAsked(turn, period, by);
  const { question } = asked;
  const [answer, before] = await readCompared(turn.tx, [question, beforeOf(asked)], turn.now);
  const rows = question.by ? groupLines(turn, question.by, answer.rows) : [];
  const text = [...figureLines(turn, asked, answer.total, before.total), ...rows].join('\n');
  const media = await chartFile(turn, asked, answer);
  await turn.reply({ text, choices: buttons(turn, asked), ...(media ? { media: [media] } : {}) });
}

function toAsked(turn: Turn, period: Period, by: Group | undefined): Asked {
  const isPrivate = turn.chat.kind !== 'group';
  const { question, isOwn } = questionFor(turn.actor, { period, by, isPrivate });
  if (!isPrivate && (isOwn || by === 'staff')) throw new UserError('staff-figures:error.private');
  return { period, question, isOwn };
}

/** The period before, everything together. */
const beforeOf = ({ period, question: { filter } }: Asked): FiguresQuestion => ({
  ...period.before,
  ...(filter ? { filter } : {}),
});

const OFFERED: readonly Group[] = ['site', 'need', 'staff', 'shift'];

/** The same days by something else, and what all of it means. */
function buttons(turn: Turn, { period, question, isOwn }: Asked): Choice[][] {
  const { locale, t } = turn;
  const mayAsk = (group: Group): boolean =>
    group !== question.by && (group !== 'staff' || (!isOwn && turn.chat.kind !== 'group'));
  const groups = OFFERED.filter(mayAsk).map((group) => ({
    id: `stats:${period.first}..${period.last}:${group}`,
    label: t(locale, `staff-figures:by.${group}`),
  }));
  return [groups, [{ id: 'stats-meaning', label: t(locale, 'staff-figures:button.meaning') }]];
}
