/** Builds what features are given for one stored message. */
import { toIso } from '../clock.ts';
import type { Actor } from '../domain/actor.ts';
import { chatRef } from '../domain/ids.ts';
import { matchLocale, STAFF_LOCALES } from '../domain/locale.ts';
import { FileNeeded } from '../errors.ts';
import type { Target } from '../outbox/enqueue.ts';
import { type Envelope, fileKey, type SessionState } from '../store/context.ts';
import { addChat, addIdentity, addPerson, updateIdentity } from '../store/people.ts';
import type { Tx } from '../store/transaction.ts';
import type { Turn } from './feature.ts';
import { createWork, type Surroundings } from './work.ts';

/** The turn for a stored message: chat and account are added when they are new. */
export async function createTurn(
  tx: Tx,
  now: Temporal.Instant,
  envelope: Envelope,
  around: Surroundings & { defaultLocale: string },
): Promise<Turn> {
  const { inbound, staff } = envelope;
  const work = createWork(tx, now, around);
  const chat = envelope.chat ?? addChat(tx, inbound, now);
  const identity = envelope.identity ?? addIdentity(tx, inbound, now);
  if (chat.kind === 'private' && identity.privateChat !== chat.externalId) {
    identity.privateChat = chat.externalId;
    await updateIdentity(tx, identity.id, { privateChat: chat.externalId });
  }
  let replies = 0;
  const { account, topic } = inbound;
  const place = { account, chat: chat.externalId, kind: chat.kind };
  const here: Target = topic ? { ...place, topic } : place;
  const turn: Turn = {
    ...work,
    inboundId: envelope.id,
    inbound,
    chat,
    identity,
    person: envelope.person,
    staff,
    actor: actorOf(envelope),
    locale: localeOf(envelope, around.defaultLocale),
    tickets: envelope.tickets,
    session: envelope.session,
    expect(answer, params = {}) {
      const expect = answer ? { answer, params, at: now.toString() } : undefined;
      turn.remember({ expect });
    },
    remember(change) {
      turn.session = { ...turn.session, ...change };
      saveSession(tx, turn, change, now);
    },
    async reply(content, queued) {
      replies += 1;
      await work.say(here, content, { key: `in:${envelope.id}:${replies}`, ...queued });
    },
    privateTarget() {
      const writeFirst = around.capabilities(inbound.account)?.writeFirst;
      const ref = identity.privateChat ?? (writeFirst ? chatRef(inbound.sender.id) : null);
      return ref ? { account: inbound.account, chat: ref, kind: 'private' } : undefined;
    },
    readFile(media) {
      const key = fileKey(media);
      if (!envelope.files?.has(key)) throw new FileNeeded(media);
      return envelope.files.get(key);
    },
    async ensurePerson() {
      if (turn.person) return turn.person;
      const person = addPerson(tx, { name: null, locale: null, siteId: chat.siteId }, now);
      turn.person = person;
      identity.personId = person.id;
      attachPerson(tx, turn) || (await updateIdentity(tx, identity.id, { personId: person.id }));
      return person;
    },
  };
  return turn;
}

/** Sets the person on an account row that is still waiting to be written; false when it is written already. */
function attachPerson(tx: Tx, turn: Turn): boolean {
  const row = tx.rows.get('channel_identity')?.findLast((waiting) => waiting.id === turn.identity.id);
  if (row) row.person_id = turn.identity.personId;
  return row !== undefined;
}

/** Only what changed is written: another process may be changing another part at the same moment. */
function saveSession(tx: Tx, turn: Turn, change: Partial<SessionState>, now: Temporal.Instant): void {
  const key = { account: turn.inbound.account, chat: turn.chat.externalId, sender: turn.inbound.sender.id };
  const name = Object.values(key).join(' ');
  const cleared = Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value ?? null]));
  const state = { ...(tx.sessions.get(name)?.state as object | undefined), ...cleared };
  tx.sessions.set(name, { ...key, state, updated_at: toIso(now) });
}

function actorOf(envelope: Envelope): Actor {
  if (envelope.staff) return { role: envelope.staff.role, id: envelope.staff.id };
  return { role: 'traveller', id: envelope.person?.id ?? 'unknown' };
}

function localeOf(envelope: Envelope, fallback: string): string {
  const platform = matchLocale(envelope.inbound.sender.locale ?? envelope.identity?.platformLocale);
  if (envelope.staff) {
    const wanted = envelope.staff.locale ?? envelope.chat?.locale ?? platform;
    return matchLocale(wanted, STAFF_LOCALES) ?? matchLocale(fallback, STAFF_LOCALES) ?? 'en';
  }
  if (envelope.chat?.kind === 'group') return envelope.chat.locale ?? envelope.person?.locale ?? fallback;
  return envelope.person?.locale ?? platform ?? fallback;
}
