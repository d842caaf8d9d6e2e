/** Pages for staff beside the desk; who may see them is who is signed in there. */
import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import type { Clock } from '../clock.ts';
import type { Direct } from '../conversation/direct.ts';
import type { Work } from '../conversation/feature.ts';
import type { SenderRef } from '../domain/ids.ts';
import type { Translate } from '../domain/locale.ts';
import type { Media } from '../domain/message.ts';
import { PICK_PAGE } from '../domain/supplies/pick-address.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import { pageHeaders, refuse } from './answers.ts';
import { consolePages, leadIn } from './pages.ts';
import { pickCsv, totalsCsv } from './pick-csv.ts';
import { pickPage } from './pick-page.ts';
import { roomCards } from './room-cards.ts';

/** What a browser says of who uses it. */
export interface Visitor {
  /** By our cookie; undefined without one. */
  readonly sender: SenderRef | undefined;
  /** Language chosen in a page's menu. */
  readonly chosen: string | undefined;
  /** Languages of the browser, most wanted first. */
  readonly accepted: readonly string[];
}

/** What the console does through the app. */
export interface ConsoleApp extends Direct {
  /** Runs something of a feature in a transaction of its own. */
  work<T>(run: (work: Work) => Promise<T>): Promise<T>;
  /** Calls `listener` whenever something may have changed, in any process; returns how to stop. */
  onChange(listener: () => void): () => void;
  /** A file with its bytes, or with the reason why it cannot be had. */
  fetchMedia(media: Media): Promise<Media>;
  /** How each account fares; `qr` is what a phone scans to log it in. */
  health(): ReadonlyMap<string, { readonly state: string; readonly qr?: string }>;
}

/** What the console needs from outside. */
export interface ConsoleDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly t: Translate;
  /** The account whose sessions count. */
  readonly account: string;
  readonly visitor: (c: Context) => Visitor;
  /** The browser's account, made up for a first visit; sets its cookie. */
  readonly openVisitor: (c: Context) => SenderRef;
  /** The app, which is put together after the pages. */
  readonly app: () => ConsoleApp;
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
  /** Whether people come by https. */
  readonly secure: boolean;
  /** The accounts by which a code is handed to the bot, the one to be printed first: its link, if it has links. */
  readonly waysIn?: (
    code: string,
  ) => readonly { readonly account: string; readonly link: string | undefined }[];
}

const FILES = [
  { name: 'pick.css', type: 'text/css; charset=utf-8' },
  { name: 'cards.css', type: 'text/css; charset=utf-8' },
  { name: 'pick.js', type: 'text/javascript; charset=utf-8' },
].map((file) => ({ ...file, bytes: readFileSync(new URL(`./public/${file.name}`, import.meta.url)) }));

/** The routes: GET /desk/pick, the same as tables, /desk/cards, and what the pages load. */
export function createConsole(deps: ConsoleDeps): Hono {
  const routes = new Hono();
  routes.onError((error, c) => leadIn(c, error) ?? refuse(c, deps, error));
  consolePages(routes, deps);
  const add = (path: string, answer: (c: Context) => Response | Promise<Response>): void => {
    // Path by path: mounted at the root, a rule for everything would reach into the other parts of the server.
    routes.use(path, pageHeaders(deps.secure));
    routes.get(path, answer);
  };
  add(PICK_PAGE, (c) => pickPage(c, deps));
  add(`${PICK_PAGE}.csv`, (c) => pickCsv(c, deps));
  add(`${PICK_PAGE}-totals.csv`, (c) => totalsCsv(c, deps));
  roomCards(routes, deps);
  for (const { name, type, bytes } of FILES) {
    add(`/desk/${name}`, (c) => c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }));
  }
  return routes;
}
