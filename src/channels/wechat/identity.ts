/**
 * Who is who when a puppet's ids do not last.
 *
 * Most protocols (iPad, Windows, WeCom, official accounts; ids like `wxid_…`, `…@chatroom`, `o…`) name people and
 * groups the same for ever: there the id itself is our reference. The web protocol (wechat4u, puppet-wechat) makes
 * new ids at every login; they begin with `@`, groups with `@@`. For those, in this order:
 *
 * 1. our own mark. The bot writes a random mark such as `hw-3k9x0q2m` into the remark it keeps of a friend. WeChat
 *    stores remarks on its servers, only the bot's account sees them, and nobody else can set them: it survives
 *    logins and restarts, and cannot fall to another person.
 * 2. the WeChat number (`handle`, `weixin`), which is unique; the web protocol shows it for few people.
 * 3. nothing lasting: the id of this login. The person is somebody new after the next one.
 *
 * Names, pictures, places and signatures are deliberately not used: two guests of one hotel may share them, and
 * showing one person's medical ticket to another is worse than asking somebody again who they are. A mark or number
 * that two contacts carry (copied by hand) counts as none. Groups have neither remark nor number, and a topic can be
 * taken by anybody, who would then receive the staff's cards: on the web protocol a group must be introduced again
 * (`/team`, `/site`) after a login with new ids.
 */
import { randomBytes } from 'node:crypto';
import { type ChatRef, chatRef, type SenderRef, senderRef } from '../../domain/ids.ts';
import type { Puppet, RawContact } from './sdk.ts';

const MARK = /\bhw-[0-9a-z]{10}\b/u;
const PARALLEL = 8;

const isOfThisLogin = (id: string): boolean => id.startsWith('@');
const handleOf = (contact: RawContact): string | undefined => contact.handle || contact.weixin || undefined;

const newMark = (): string =>
  `hw-${BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(10, '0')
    .slice(-10)}`;

/** The lasting reference a contact carries, if any. */
function lastingRef(contact: RawContact): string | undefined {
  const mark = contact.alias?.match(MARK)?.[0];
  if (mark) return `mark:${mark}`;
  const handle = handleOf(contact);
  return handle ? `weixin:${handle}` : undefined;
}

/** Our references of people and groups, and the ids they have in this login; nothing here outlives the process. */
export class Directory {
  readonly #puppet: () => Puppet;
  /** Every id that carries a lasting reference in this login. */
  #holders = new Map<string, Set<string>>();
  #refs = new Map<string, Promise<SenderRef>>();
  #scan: Promise<void> | undefined;
  /** Marks given by this process. They outlive `forget`, as a puppet may show the old remark for a while. */
  readonly #given = new Map<string, string>();

  constructor(puppet: () => Puppet) {
    this.#puppet = puppet;
  }

  /** Forgets the ids; called at every login, the map is built again from the contact list when it is needed. */
  forget(): void {
    this.#holders = new Map();
    this.#refs = new Map();
    this.#scan = undefined;
  }

  /** Our reference of a contact. With `mark` a friend without a lasting one is given it, which takes one call. */
  senderRef(contactId: string, options: { mark: boolean }): Promise<SenderRef> {
    if (!isOfThisLogin(contactId)) return Promise.resolve(senderRef(contactId));
    const known = this.#refs.get(contactId);
    if (known) return known;
    const ref = this.#identify(contactId, options.mark);
    if (options.mark) {
      this.#refs.set(contactId, ref);
      ref.catch(() => this.#refs.delete(contactId));
    }
    return ref;
  }

  /** Our reference of somebody who has not written: looked up without a mark, else the id of this login. */
  knownRef(contactId: string): Promise<SenderRef> {
    return this.senderRef(contactId, { mark: false }).catch(() => senderRef(`login:${contactId}`));
  }

  /** The id a contact has in this login; undefined when nobody or more than one carries the reference. */
  async contactId(ref: string): Promise<string | undefined> {
    if (ref.startsWith('login:')) return ref.slice('login:'.length);
    if (!/^(?:mark|weixin):/u.test(ref)) return ref;
    await this.#scanned();
    if (!this.#holders.has(ref)) {
      this.#scan = undefined;
      await this.#scanned();
    }
    const holders = this.#holders.get(ref);
    return holders?.size === 1 ? [...holders][0] : undefined;
  }

  /** Our reference of a group. */
  roomRef(roomId: string): ChatRef {
    return chatRef(isOfThisLogin(roomId) ? `login:${roomId}` : roomId);
  }

  /** The id a group has in this login. */
  roomId(ref: string): string {
    return ref.startsWith('login:') ? ref.slice('login:'.length) : ref;
  }

  async #identify(contactId: string, mark: boolean): Promise<SenderRef> {
    await this.#scanned().catch(() => undefined);
    const contact = await this.#puppet().contactPayload(contactId);
    const known = this.#given.get(contactId) ?? lastingRef(contact);
    const lasting = known ?? (mark && contact.friend ? await this.#mark(contact) : undefined);
    if (lasting === undefined) return senderRef(`login:${contactId}`);
    const holders = this.#hold(lasting, contactId);
    return senderRef(holders.size === 1 ? lasting : `login:${contactId}`);
  }

  /** Writes a new mark behind the remark or name; undefined when the platform does not let us. */
  async #mark(contact: RawContact): Promise<string | undefined> {
    const mark = newMark();
    // Remarks hold about 16 wide characters; the mark takes 13 narrow ones.
    const shown = [...(contact.alias || contact.name)].slice(0, 8).join('');
    try {
      await this.#puppet().contactAlias(contact.id, `${shown} ${mark}`.trim());
      this.#given.set(contact.id, `mark:${mark}`);
      return `mark:${mark}`;
    } catch {
      return undefined;
    }
  }

  #hold(ref: string, contactId: string): Set<string> {
    const holders = this.#holders.get(ref) ?? new Set();
    this.#holders.set(ref, holders.add(contactId));
    return holders;
  }

  #scanned(): Promise<void> {
    this.#scan ??= this.#readContacts().catch((error: unknown) => {
      this.#scan = undefined;
      throw error;
    });
    return this.#scan;
  }

  async #readContacts(): Promise<void> {
    const puppet = this.#puppet();
    const ids = (await puppet.contactList()).filter(isOfThisLogin);
    const readNext = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        const contact = await puppet.contactPayload(id).catch(() => undefined);
        const ref = contact && lastingRef(contact);
        if (ref) this.#hold(ref, id);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, readNext));
  }
}
