/** Who is signed in to the console, and what keeps everybody else out. */
import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { type Action, type Actor, can } from '../domain/actor.ts';
import { findSession, type OpenSession, touchSession } from '../store/console-sessions.ts';
import type { StaffRecord } from '../store/records.ts';
import { Refusal } from './answers.ts';
import { formToken, readToken } from './cookie.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';
import { isOwnPage } from './own-page.ts';

/** The colleague who reads a page. */
export interface Reader {
  readonly session: OpenSession;
  readonly staff: StaffRecord;
  readonly actor: Actor;
  readonly locale: string;
  /** Goes into every form. */
  readonly csrf: string;
}

/** How often a session in use is noted, in minutes. */
const TOUCH_MINUTES = 5;

/** Nobody is signed in: the browser is led to the way in, and back afterwards. */
export class SignInNeeded extends Error {}

/** The signed-in colleague; throws SignInNeeded, or the Refusal of a role that does not include the action. */
export async function gate(c: Context, deps: ConsoleDeps, action?: Action): Promise<Reader> {
  const token = readToken(c, deps.secure);
  const now = deps.clock.now();
  const session = token && (await findSession(deps.db, token, now));
  if (!token || !session) throw new SignInNeeded();
  const { staff } = session;
  if (Temporal.Instant.compare(session.seenAt, now.subtract({ minutes: TOUCH_MINUTES })) < 0)
    await touchSession(deps.db, session.id, now);
  const reader: Reader = {
    session,
    staff,
    actor: { role: staff.role, id: staff.id },
    locale: localeOf(c, deps, staff),
    csrf: formToken(token),
  };
  if (action && !can(reader.actor, action)) throw new Refusal(403, 'staff-console:forbidden');
  return reader;
}

/** A form of ours that was sent by our own page; throws the Refusal for every other. */
export async function gateForm(
  c: Context,
  deps: ConsoleDeps,
  action?: Action,
): Promise<{ readonly reader: Reader; readonly form: Form }> {
  assertOwnPage(c);
  const reader = await gate(c, deps, action);
  const form = new Form(await c.req.parseBody({ all: true }));
  const given = Buffer.from(form.text('csrf'));
  const wanted = Buffer.from(reader.csrf);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new Refusal(403, 'staff-console:stale-form');
  return { reader, form };
}

/** Throws the Refusal for a post that another site's page sent, whatever cookie came along. */
export function assertOwnPage(c: Context): void {
  if (!isOwnPage(c)) throw new Refusal(403, 'staff-console:other-site');
}

/** The longest word of a form, in characters; a notice's text is the longest there is. */
const LONGEST = 20_000;

/** Browsers send lines that end as on paper tape. */
const plain = (value: string): string => value.replaceAll('\r\n', '\n').trim().slice(0, LONGEST);

/** What a form brought. */
export class Form {
  readonly #parts: Record<string, unknown>;

  constructor(parts: Record<string, unknown>) {
    this.#parts = parts;
  }

  /** The words of a field, trimmed; empty when it is not there. */
  text(name: string): string {
    const [value] = this.#all(name);
    return typeof value === 'string' ? plain(value) : '';
  }

  /** The words of every field of that name that has some. */
  texts(name: string): string[] {
    return this.#all(name)
      .filter((value) => typeof value === 'string')
      .map(plain)
      .filter(Boolean);
  }

  /** The file of a field; undefined when none was chosen. */
  file(name: string): File | undefined {
    const [value] = this.#all(name);
    return value instanceof File && value.size > 0 ? value : undefined;
  }

  #all(name: string): unknown[] {
    const value = this.#parts[name];
    return Array.isArray(value) ? value : value === undefined ? [] : [value];
  }
}
