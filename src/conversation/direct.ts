/**
 * Does what a colleague asks for outside of a chat (a page, the API) exactly as a chat does it: their words or their
 * press go through the same commands, and what the bot would answer comes back instead of being sent.
 */
import type { AccountId } from '../domain/ids.ts';
import { accountId, chatRef, senderRef } from '../domain/ids.ts';
import type { Content, Inbound, Media } from '../domain/message.ts';
import { FileNeeded, UserError } from '../errors.ts';
import { type Envelope, fileKey } from '../store/context.ts';
import type { Db } from '../store/db.ts';
import { lockChat, readSession, storeHandled } from '../store/inbox.ts';
import { KEPT_FILES, keepBytes, keptId } from '../store/media-files.ts';
import type { StaffRecord } from '../store/records.ts';
import { type Tx, transact } from '../store/transaction.ts';
import { createRouting, type Dispatch, localized } from './dispatch.ts';
import { createTurn } from './turn.ts';
import type { Surroundings } from './work.ts';

/** One thing a colleague does. */
export interface DirectRequest {
  readonly staff: StaffRecord;
  /** Where it is done: kept with the audit, and with what was asked last there. */
  readonly account: 'console' | 'api';
  /** The language the answer is read in. */
  readonly locale: string;
  /** Done at most once for each key and account. */
  readonly key: string;
  /** What would be written, such as `/claim 12`. */
  readonly text?: string;
  /** What would be pressed. */
  readonly choice?: string;
  /** A file that comes along. */
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
}

/** What came of it. A refusal changed nothing, and its key may be used again. */
export type DirectAnswer =
  | {
      readonly state: 'done';
      readonly contents: readonly Content[];
      /** The bot asked something: the next words answer it. */
      readonly asks: boolean;
    }
  | { readonly state: 'refused'; readonly code: string; readonly text: string }
  /** It was done before. */
  | { readonly state: 'repeated' };

/** What is asked for to be read: a command or a button that changes nothing. */
export type LookRequest = Omit<DirectRequest, 'key' | 'file'>;

/** Both throw what is nobody's fault, such as a database that is away. */
export interface Direct {
  /** Does one thing. */
  act(request: DirectRequest): Promise<DirectAnswer>;
  /** What a command shows, for a page; nothing is remembered of it but what is kept of readings. */
  look(request: LookRequest): Promise<DirectAnswer>;
}

/** What acting needs from the app. */
export interface DirectOptions {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly around: Surroundings;
  readonly defaultLocale: string;
  /** Called after every commit: there may be something to deliver. */
  readonly onCommit: () => void;
  readonly fetchMedia: (media: Media) => Promise<Media>;
}

/** The same, with the way to the features. */
interface Parts extends DirectOptions {
  readonly route: Dispatch;
}

/** By `fileKey`; undefined for a file that cannot be had. */
type Files = Map<string, Uint8Array | undefined>;

/** A file that came with a page may be asked for again so long, in hours: it is tried out before it is imported. */
const KEPT_HOURS = 24;

/** Everything is possible there that a page can show. */
const PAGE = {
  buttons: true,
  edit: false,
  groups: false,
  writeFirst: true,
  media: ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'],
  limits: { perSecond: Number.POSITIVE_INFINITY, chatEveryMs: 0, groupPerMinute: Number.POSITIVE_INFINITY },
} as const;

/** Acting on this app's features. */
export function createDirect(given: DirectOptions): Direct {
  const options: Parts = { ...given, route: createRouting(given.around.features) };
  const { db, onCommit } = options;
  return {
    async act(request) {
      const now = options.now();
      const answer = await refusable(request, options, (tx, files) =>
        actIn(tx, { request, now, files }, options),
      );
      if (answer.state === 'done') onCommit();
      return answer;
    },
    look(request) {
      const now = options.now();
      const inbound = inboundOf({ ...request, key: 'look' }, now, `look:${request.staff.id}`);
      return refusable(request, options, async (tx, files) => {
        const answer = await answerTo(tx, { ...envelopeOf(request, inbound, 0n, {}), files }, now, options);
        tx.sessions.clear();
        return answer;
      });
    },
  };

  /** In one transaction, which a refusal undoes; a file that is needed is fetched outside of it, and it begins anew. */
  async function refusable(
    { locale }: Pick<DirectRequest, 'locale'>,
    { around: { t }, fetchMedia }: DirectOptions,
    run: (tx: Tx, files: Files) => Promise<DirectAnswer>,
  ): Promise<DirectAnswer> {
    const files: Files = new Map();
    for (;;) {
      try {
        return await transact(db, (tx) => run(tx, files));
      } catch (error) {
        if (error instanceof FileNeeded && !files.has(fileKey(error.media))) {
          files.set(fileKey(error.media), (await fetchMedia(error.media)).bytes);
          continue;
        }
        if (!(error instanceof UserError)) throw error;
        const text = t(locale, error.code, localized(t, locale, error.params));
        return { state: 'refused', code: error.code, text };
      }
    }
  }
}

interface Acting {
  readonly request: DirectRequest;
  readonly now: Temporal.Instant;
  readonly files: Files;
}

async function actIn(tx: Tx, { request, now, files }: Acting, options: Parts): Promise<DirectAnswer> {
  const { file, staff } = request;
  const inbound = inboundOf(request, now, staff.id);
  await lockChat(tx, `${inbound.account} ${inbound.chat.id}`);
  const [media] = inbound.media ?? [];
  const kept = file && { ...file, key: `${request.account} ${request.key}` };
  const id = await storeHandled(tx, inbound, now);
  if (id === undefined) return { state: 'repeated' };
  if (kept && media) {
    await keepBytes(tx, kept, now, now.add({ hours: KEPT_HOURS }));
    files.set(fileKey(media), kept.bytes);
  }
  const envelope = envelopeOf(request, inbound, id, await readSession(tx, inbound));
  return answerTo(tx, { ...envelope, files }, now, options);
}

/** Has the features answer, and keeps what they say here instead of sending it. */
async function answerTo(
  tx: Tx,
  envelope: Envelope,
  now: Temporal.Instant,
  { around, defaultLocale, route }: Parts,
): Promise<DirectAnswer> {
  const { account } = envelope.inbound;
  const contents: Content[] = [];
  const turn = await createTurn(tx, now, envelope, {
    ...around,
    defaultLocale,
    capabilities: (other) => (other === account ? PAGE : around.capabilities(other)),
    intercept(target, content) {
      if (target.account !== account) return false;
      contents.push(content);
      return true;
    },
  });
  await route(turn);
  return { state: 'done', contents, asks: turn.session.expect !== undefined };
}

function inboundOf(request: DirectRequest, now: Temporal.Instant, chat: string): Inbound {
  const { staff, text, choice, file } = request;
  const account: AccountId = accountId(request.account);
  const media: Media[] = file
    ? [
        {
          kind: 'document',
          account: KEPT_FILES,
          id: keptId(`${request.account} ${request.key}`, file.name),
          name: file.name,
          type: file.type,
          size: file.bytes.length,
        },
      ]
    : [];
  return {
    account,
    id: request.key,
    chat: { id: chatRef(chat), kind: 'private' },
    sender: { id: senderRef(staff.id), name: staff.name },
    at: now.toString(),
    addressed: true,
    ...(text === undefined ? {} : { text }),
    ...(choice === undefined ? {} : { choice: { id: choice } }),
    ...(media.length > 0 ? { media } : {}),
  };
}

/** The colleague as if they wrote in a private chat; nothing of it is stored but their words and the session. */
function envelopeOf(
  request: Omit<DirectRequest, 'key'>,
  inbound: Inbound,
  id: bigint,
  session: Envelope['session'],
): Envelope {
  const { staff, locale } = request;
  const { account, chat, sender } = inbound;
  return {
    id,
    inbound,
    attempts: 0,
    receivedAt: Temporal.Instant.from(inbound.at),
    chat: {
      id: staff.id,
      account,
      externalId: chat.id,
      kind: 'private',
      title: null,
      state: 'open',
      siteId: null,
      teamId: null,
      oversees: false,
      hasTopics: false,
      locale,
      offered: null,
    },
    identity: {
      id: staff.id,
      account,
      externalId: sender.id,
      displayName: staff.name,
      username: null,
      platformLocale: locale,
      personId: null,
      staffId: staff.id,
      privateChat: chat.id,
    },
    person: undefined,
    staff: { ...staff, locale },
    session,
    tickets: [],
  };
}
