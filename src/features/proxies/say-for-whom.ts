/** `/for`: a parent, child, partner or visitor says for whom they write; two questions, neither of which delays a need. */
import type { Turn } from '../../conversation/feature.ts';
import { fold } from '../../domain/called.ts';
import { readCaller } from '../../domain/caller.ts';
import { memberText } from '../../domain/card-people.ts';
import type { Choice } from '../../domain/message.ts';
import { RELATIONS, type Relation } from '../../domain/proxy.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addPerson } from '../../store/people.ts';
import { addProxy, listSpokenFor, type SpokenFor } from '../../store/proxies.ts';
import type { ProxyDeps } from './index.ts';

/** Longest words for a name and a room, in characters. */
const LENGTH = 80;
/** Longer than this (in characters) words are a message, and no answer to "what are you to them?". */
const RELATION_LENGTH = 20;
/** Above this confidence a sentence is a need, whatever was asked. */
const SURELY_A_NEED = 0.6;
/** Earlier ones that are offered again. */
const OFFERED = 5;
/** People somebody may name before the team has looked at them. */
const UNSETTLED = 5;

interface Form {
  readonly name: string;
  readonly room: string | null;
}

const say = (turn: Turn, key: string, params: Record<string, unknown> = {}): string =>
  turn.t(turn.person?.locale ?? turn.locale, `proxy:${key}`, params);

/** Asks for whom, goes on where an earlier try was left, or with `me` ends it. */
export async function startSpeaking(turn: Turn, args: string): Promise<void> {
  if (turn.staff) throw new UserError('proxy:error.team');
  if (turn.chat.kind === 'group') throw new UserError('proxy:error.private');
  if (isWord(turn, args, 'words.me')) return endSpeaking(turn);
  if (isWord(turn, args, 'words.cancel')) return cancelForm(turn);
  await turn.ensurePerson();
  if (args) return takeName(turn, args);
  if (formOf(turn)) return askRelation(turn);
  await askWho(turn);
}

/** The name and room, if the words look like that; a need goes on as a message at once. */
export async function answerWho(turn: Turn, deps: ProxyDeps, text: string): Promise<boolean> {
  if (await ended(turn, text)) return true;
  const isCry = deps.triage(text).urgency === 'emergency';
  if ((isCry || !looksLikeName(text)) && isMessage(turn, deps, text, LENGTH)) return false;
  await takeName(turn, text);
  return true;
}

/** What they are to each other, in words. */
export async function answerRelation(turn: Turn, deps: ProxyDeps, text: string): Promise<boolean> {
  if (await ended(turn, text)) return true;
  const relation = RELATIONS.find((one) => fold(say(turn, `relation.${one}`)) === fold(text));
  if (relation) await pickRelation(turn, relation);
  else if (isMessage(turn, deps, text, RELATION_LENGTH)) return false;
  else await askRelation(turn);
  return true;
}

/** Notes the claim: from now on what they write here is about the other, until the team says otherwise. */
export async function pickRelation(turn: Turn, word: string | undefined): Promise<void> {
  const relation = RELATIONS.find((one) => one === word);
  const form = formOf(turn);
  if (!relation || !form || turn.staff) throw new UserError('common:error.old-choice');
  const proxy = await claim(turn, form, relation);
  await speakFor(turn, proxy, memberText(form));
}

/** Somebody they have spoken for before. */
export async function pickProxy(turn: Turn, id: string | undefined): Promise<void> {
  const all = turn.person ? await listSpokenFor(turn.tx, turn.person.id) : [];
  const found = all.find(({ proxy }) => proxy.id === id && proxy.state !== 'refused');
  if (!found) throw new UserError('common:error.old-choice');
  await speakFor(turn, found.proxy.id, memberText(found.subject));
}

/** Back to writing for themselves. */
export async function endSpeaking(turn: Turn): Promise<void> {
  forget(turn);
  turn.remember({ speaksFor: undefined });
  await turn.reply({ text: say(turn, 'ended') });
}

/** Leaves the questions unanswered. */
export async function cancelForm(turn: Turn): Promise<void> {
  forget(turn);
  await turn.reply({ text: say(turn, 'cancelled') });
}

function forget(turn: Turn): void {
  if (turn.session.expect?.answer.startsWith('proxy.')) turn.expect(undefined);
  turn.remember({ speakForm: undefined });
}

async function ended(turn: Turn, text: string): Promise<boolean> {
  const isMe = isWord(turn, text, 'words.me');
  if (isMe) await endSpeaking(turn);
  else if (isWord(turn, text, 'words.cancel')) await cancelForm(turn);
  else return false;
  return true;
}

/** Words that are no answer: the question is over, and `/for` puts it again. */
function isMessage(turn: Turn, deps: ProxyDeps, text: string, most: number): boolean {
  const { need, urgency, confidence } = deps.triage(text);
  const isNeed = urgency === 'emergency' || (need !== 'other' && confidence >= SURELY_A_NEED);
  const is = !text || isNeed || [...text].length > most || Boolean(turn.inbound.media?.length);
  if (is) turn.expect(undefined);
  return is;
}

function isWord(turn: Turn, text: string, key: string): boolean {
  const words = [turn.person?.locale ?? turn.locale, 'en'].flatMap((one) =>
    turn.t(one, `proxy:${key}`).split('|'),
  );
  return text !== '' && words.some((word) => fold(word) === fold(text));
}

/** `Chen Hao ICU4`, `Chen Hao`: foreign names may read like a need in some language, and are none. */
function looksLikeName(text: string): boolean {
  const { name, room } = readCaller(text);
  const words = name?.split(' ').length ?? 0;
  const isName = /^\p{Lu}[\p{L}'’-]+(\s\p{Lu}[\p{L}'’-]+){1,3}$/u.test(name ?? '');
  return isName || (words > 0 && words <= 3 && (room?.length ?? 0) >= 3);
}

function formOf(turn: Turn): Form | undefined {
  return turn.session.speakForm as Form | undefined;
}

const cancel = (turn: Turn): Choice[] => [{ id: 'forcancel', label: say(turn, 'button.cancel') }];
const myself = (turn: Turn): Choice[] => [{ id: 'forme', label: say(turn, 'button.me') }];

async function askWho(turn: Turn, key = 'ask.who'): Promise<void> {
  const known = turn.person ? await listSpokenFor(turn.tx, turn.person.id) : [];
  const offered = known
    .filter(({ proxy }) => proxy.state !== 'refused')
    .slice(0, OFFERED)
    .map(({ proxy, subject }) => [{ id: `forpick:${proxy.id}`, label: memberText(subject) }]);
  turn.expect('proxy.who');
  const choices = [...offered, ...(turn.session.speaksFor ? [myself(turn)] : []), cancel(turn)];
  await turn.reply({ text: say(turn, key), choices });
}

/** Somebody claimed before is gone on with; somebody refused stays refused. */
async function takeName(turn: Turn, text: string): Promise<void> {
  const person = await turn.ensurePerson();
  const { name, room } = readCaller([...text].slice(0, LENGTH).join(''));
  if (!name) return askWho(turn, 'ask.name');
  const form: Form = { name, room };
  const known = await listSpokenFor(turn.tx, person.id);
  const same = known.find(
    ({ subject }) => fold(subject.name ?? '') === fold(name) && fold(subject.room ?? '') === fold(room ?? ''),
  );
  if (same?.proxy.state === 'refused') {
    forget(turn);
    throw new UserError('proxy:error.refused', { name: memberText(form) });
  }
  if (same) return speakFor(turn, same.proxy.id, memberText(form));
  assertFew(turn, known);
  turn.remember({ speakForm: form });
  await askRelation(turn);
}

/** Throws while the team has not looked at the last ones: each claim is work for them, and a way to try out names. */
function assertFew(turn: Turn, known: readonly SpokenFor[]): void {
  const count = known.filter(({ proxy }) => proxy.state === 'claimed').length;
  if (count < UNSETTLED) return;
  forget(turn);
  throw new UserError('proxy:error.many', { count });
}

async function askRelation(turn: Turn): Promise<void> {
  const form = formOf(turn);
  if (!form) return askWho(turn);
  turn.expect('proxy.relation');
  const choices = RELATIONS.map((one) => ({ id: `forrel:${one}`, label: say(turn, `relation.${one}`) }));
  await turn.reply({
    text: say(turn, 'ask.relation', { name: memberText(form) }),
    choices: [choices.slice(0, 3), choices.slice(3), cancel(turn)],
  });
}

/** The subject is somebody new until the team says who it is: nothing of anybody else's is behind it. */
async function claim(turn: Turn, { name, room }: Form, relation: Relation): Promise<string> {
  const { tx, now, inbound } = turn;
  const speaker = await turn.ensurePerson();
  assertFew(turn, await listSpokenFor(tx, speaker.id));
  const siteId = relation === 'visitor' ? null : speaker.siteId;
  const subject = addPerson(tx, { name, room, siteId, locale: null }, now);
  const fields = { speakerId: speaker.id, subjectId: subject.id, relation };
  const proxyId = await addProxy(tx, fields, now);
  const actor = { role: 'traveller', id: speaker.id } as const;
  addAudit(tx, {
    actor,
    action: 'proxy.claim',
    channel: inbound.account,
    now,
    after: { proxyId, ...fields },
  });
  return proxyId;
}

async function speakFor(turn: Turn, proxy: string, name: string): Promise<void> {
  forget(turn);
  turn.remember({ speaksFor: { proxy, name } });
  await turn.reply({ text: say(turn, 'started', { name }), choices: [myself(turn)] });
}
