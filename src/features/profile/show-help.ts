/** What can be done here, for whoever asks: what is needed daily, the rest by subject, and one command in full. */
import type { Command, Turn } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';

/** What a shift needs all the time comes first. */
const DAILY = ['queue', 'mine', 'claim', 'reply', 'note', 'resolve', 'ticket', 'transfer'];
/** Of the commands for anyone, those that mean something to a colleague as well. */
const FOR_STAFF_TOO = ['language', 'stay', 'notices'];
/** What a guest asks for most comes first; /start and /help need no line of their own. */
const FOR_GUESTS = ['need', 'tickets', 'stay', 'checkin', 'declare', 'notices', 'faq', 'for', 'register'];
const SELF_EVIDENT = ['setup', 'start', 'help'];

/** What a colleague is looking for, in their words rather than in ours. A command in none stands under `other`. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  tickets: [
    ...DAILY,
    ...['release', 'accept', 'decline', 'wait', 'resume', 'promise', 'merge', 'reopen', 'need', 'urgency'],
    ...[
      'note!',
      'canned',
      'item',
      'pick',
      'call',
      'walkin',
      'enter',
      'called',
      'thanks',
      'complaint',
      'audit',
    ],
  ],
  people: [
    ...['person', 'care', 'party', 'verify', 'refuse', 'bindcode', 'unbind', 'identity', 'roster', 'missing'],
    ...['access', 'erasures', 'retention'],
  ],
  stays: ['stay', 'extend', 'shorten', 'approve', 'stayrules', 'tests', 'result', 'reminders', 'discharge'],
  checks: ['unheard', 'heard', 'declarations', 'wellbeing'],
  messages: ['notice', 'notices', 'faq', 'briefing'],
  trips: ['trip', 'board', 'arrive'],
  colleagues: ['handover', 'shift', 'cover', 'speaks', 'name', 'language', 'staff', 'reassign', 'ledger'],
  figures: ['stats', 'report', 'appraisal', 'export', 'console'],
  setup: [
    ...['invite', 'team', 'topics', 'site', 'sites', 'route', 'route?', 'deadlines', 'form'],
    ...['health', 'danger', 'api', 'webhook'],
  ],
};

/** `/help`, for a colleague also `/help SUBJECT` and `/help COMMAND`. */
export async function showHelp(turn: Turn, commands: readonly Command[], words = ''): Promise<void> {
  if (!turn.staff || isAmongGuests(turn)) return showGuest(turn, commands);
  const own = forStaff(turn, commands);
  const wanted = words.trim().toLowerCase();
  if (!wanted) return showOverview(turn, own);
  const subject = bySubject(own).find(
    ([id]) => id === wanted || subjectName(turn, id).toLowerCase() === wanted,
  );
  if (subject) return showSubject(turn, subject);
  const name = wanted.replace(/^[/／]/, '');
  const command = own.find((one) => one.name === name || one.words?.includes(name));
  if (!command) throw new UserError('staff-help:unknown', { words });
  await turn.reply({ text: `${lineOf(turn, command)}\n\n${turn.t(turn.locale, command.usage)}` });
}

/** The subject of a button. */
export async function showHelpOn(turn: Turn, commands: readonly Command[], id = ''): Promise<void> {
  const subject = turn.staff && bySubject(forStaff(turn, commands)).find(([one]) => one === id);
  if (!subject) throw new UserError('common:error.old-choice');
  await showSubject(turn, subject);
}

/** Travellers read along, for whom the team's commands are none. */
const isAmongGuests = ({ chat }: Turn): boolean =>
  chat.kind === 'group' && chat.teamId === null && !chat.oversees;

type Subject = readonly [id: string, commands: readonly Command[]];

async function showGuest(turn: Turn, commands: readonly Command[]): Promise<void> {
  const shown = commands.filter(({ audience, name }) => audience !== 'staff' && !SELF_EVIDENT.includes(name));
  const lines = inOrder(shown, FOR_GUESTS).map((command) => lineOf(turn, command));
  await turn.reply({ text: [turn.t(turn.locale, 'profile:help'), lines.join('\n')].join('\n\n') });
}

async function showOverview(turn: Turn, own: readonly Command[]): Promise<void> {
  const { t, locale } = turn;
  const daily = inOrder(
    own.filter(({ name }) => DAILY.includes(name)),
    DAILY,
  );
  const subjects = bySubject(own);
  const rest = subjects.map(([id, commands]) => {
    const names = commands.filter((one) => !daily.includes(one)).map(({ name }) => `/${name}`);
    return t(locale, 'staff-help:line', { subject: subjectName(turn, id), commands: names.join(' ') });
  });
  const text = [
    t(locale, 'staff-help:intro'),
    daily.map((command) => lineOf(turn, command)).join('\n'),
    [t(locale, 'staff-help:more'), ...rest].join('\n'),
  ].join('\n\n');
  const buttons = subjects.map(([id]): Choice => ({ id: `help:${id}`, label: subjectName(turn, id) }));
  await turn.reply({ text, choices: inRows(buttons) });
}

async function showSubject(turn: Turn, [id, commands]: Subject): Promise<void> {
  const { t, locale } = turn;
  const lines = commands.map((command) => lineOf(turn, command));
  const text = [subjectName(turn, id), lines.join('\n'), t(locale, 'staff-help:one')].join('\n\n');
  await turn.reply({ text });
}

const subjectName = ({ t, locale }: Turn, id: string): string => t(locale, `staff-help:subject.${id}`);

/** Subjects with what this colleague may do of them; empty ones are left out. */
function bySubject(own: readonly Command[]): readonly Subject[] {
  const known = Object.values(SUBJECTS).flat();
  const subjects = Object.entries(SUBJECTS).map(([id, names]): Subject => {
    return [
      id,
      inOrder(
        own.filter(({ name }) => names.includes(name)),
        names,
      ),
    ];
  });
  const other = own.filter(({ name }) => !known.includes(name));
  return [...subjects, ['other', other] as const].filter(([, commands]) => commands.length > 0);
}

function forStaff(turn: Turn, commands: readonly Command[]): readonly Command[] {
  return commands
    .filter(
      ({ audience, name }) => audience === 'staff' || (audience === 'anyone' && FOR_STAFF_TOO.includes(name)),
    )
    .filter(({ action }) => !action || can(turn.actor, action));
}

/** `/queue 队列 · Open tickets`; descriptions also stand in menus, where they begin as they like. */
function lineOf(turn: Turn, command: Command): string {
  const [first = '', ...rest] = turn.t(turn.locale, command.description);
  const text = `${first.toLocaleUpperCase(turn.locale)}${rest.join('')}`;
  return `/${command.name}${ownWord(turn, command)} · ${text}`;
}

/** Colleagues may leave the slash out and write the word in their own script; simplified forms are listed first. */
function ownWord({ staff, locale }: Turn, { words = [] }: Command): string {
  if (!staff || !locale.startsWith('zh')) return '';
  const word = locale === 'zh-TW' ? words.at(-1) : words[0];
  return word ? ` ${word}` : '';
}

const inOrder = (commands: readonly Command[], names: readonly string[]): readonly Command[] => {
  const place = ({ name }: Command): number => (names.includes(name) ? names.indexOf(name) : names.length);
  return commands.toSorted((a, b) => place(a) - place(b));
};

const inRows = (buttons: readonly Choice[]): Choice[][] =>
  buttons.flatMap((one, at) => (at % 2 === 0 ? [[one, ...buttons.slice(at + 1, at + 2)]] : []));
