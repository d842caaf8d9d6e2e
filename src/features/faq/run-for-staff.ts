/** `/faq` for colleagues: which of its uses the words mean. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { startEntry } from './add-entry.ts';
import { editEntry } from './edit-entry.ts';
import type { FaqDeps } from './index.ts';
import { searchForStaff, showPage } from './list-entries.ts';
import { showMisses } from './misses.ts';

const LIST = /^(?:list|列表|清单|清單)(?:\s+(\d{1,4}))?$/iu;
const MISSES = /^(?:misses|missed|未答|未答复|未答覆)$/iu;
const ADD = /^(?:add|new|添加|新增)(?:\s+([\s\S]*))?$/iu;
const ENTRY = /^[#＃]?(\d{1,6})(?:(?=\D)\s*([\s\S]*))?$/u;

/** Runs what is meant; other words are looked for. */
export async function runForStaff(turn: Turn, deps: FaqDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'faq.read');
  deps.desk.assertAmongStaff(turn);
  const words = args.trim();
  const list = LIST.exec(words);
  if (!words || list) return showPage(turn, deps, Math.max(Number(list?.[1] ?? 1) - 1, 0));
  if (MISSES.test(words)) return showMisses(turn);
  const add = ADD.exec(words);
  if (add) return startEntry(turn, deps, add[1]?.trim() ?? '');
  const entry = ENTRY.exec(words.normalize('NFC'));
  if (entry) return editEntry(turn, deps, Number(entry[1]), entry[2]?.trim() ?? '');
  if (/[|｜]/u.test(words)) throw new UserError('staff-faq:usage.faq');
  await searchForStaff(turn, deps, words);
}
