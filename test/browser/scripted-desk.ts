import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Inbound, Outgoing } from '../../src/channels/channel.ts';
import { DESK } from '../../src/channels/web/context.ts';
import type { WebOptions } from '../../src/channels/web/index.ts';
import { chatRef, type MessageRef } from '../../src/domain/ids.ts';
import { type WebFixture, webFixture } from '../channels/web/fixture.ts';

/** A running web channel with a small bot behind it: tickets, cards, claims, and codes for the desk. */
export interface ScriptedDesk extends WebFixture {
  readonly url: string;
  readonly inbound: Inbound[];
  /** Ends every connection and refuses new ones, as a lost network does. */
  disconnect(): Promise<void>;
  /** Listens again on the same port. */
  reconnect(): Promise<void>;
  say(outgoing: Partial<Outgoing> & Pick<Outgoing, 'chat'>): Promise<MessageRef>;
  close(): Promise<void>;
}

/** The card of ticket `number`, in its two states. */
export function card(number: number, text: string, owner?: string): Partial<Outgoing> {
  const emergency = /blood|🚨/i.test(text);
  const head = `${emergency ? '🚨 Emergency' : '🟠 High'} · #${number} · ${emergency ? 'Medical' : 'Supplies'}`;
  const lines = [
    head,
    text,
    '',
    'Room 808 · Harbour Hotel · my',
    owner ? `Claimed by ${owner}` : 'Nobody has claimed it yet',
  ];
  const open = [
    [
      { id: `claim:${number}:1`, label: 'Claim' },
      { id: `reply:${number}`, label: 'Reply' },
    ],
    [
      { id: `note:${number}`, label: 'Note' },
      { id: `transfer:${number}`, label: 'Transfer' },
    ],
  ];
  const claimed = [
    [
      { id: `resolve:${number}`, label: 'Resolve' },
      { id: `release:${number}`, label: 'Release' },
    ],
  ];
  return { text: lines.join('\n'), card: true, choices: owner ? claimed : open };
}

/** Answers as the real host would, in a few rules. */
class Script {
  readonly #desk: WebFixture;
  readonly inbound: Inbound[] = [];
  readonly #cards = new Map<string, { number: number; text: string; ref: MessageRef }>();

  constructor(desk: WebFixture) {
    this.#desk = desk;
  }

  async take(batch: readonly Inbound[]): Promise<void> {
    for (const message of batch) {
      if (this.inbound.some(({ id }) => id === message.id)) continue;
      this.inbound.push(message);
      await this.#answer(message);
    }
  }

  async #answer({ chat, sender, text, choice, addressed }: Inbound): Promise<void> {
    const { web, staff } = this.#desk;
    const tell = (content: Partial<Outgoing>) => web.send({ chat: chat.id, chatKind: chat.kind, ...content });
    if (choice) return this.#pressed(choice.id, choice.ref, staff.get(sender.id)?.name ?? 'somebody');
    if (chat.kind === 'group') {
      if (addressed) await tell({ text: `Read: ${text}` });
      return;
    }
    const role = text === '/setup sesame' ? 'admin' : text === '/start welcome' ? 'liaison' : undefined;
    if (role) staff.set(sender.id, { name: sender.name ?? 'Ana', role });
    if (role || text?.startsWith('/')) {
      await tell({
        text: role ? `Welcome, you are now ${role}.` : 'This code is not known. Please ask for a new one.',
      });
      return;
    }
    await this.#open(tell, text ?? '(a file)');
  }

  async #open(tell: (content: Partial<Outgoing>) => Promise<unknown>, text: string): Promise<void> {
    const number = 101 + this.#cards.size;
    const choices = [[{ id: `need:${number}:other`, label: 'It is about something else' }]];
    await tell({
      text: `Thank you. Your request has the number ${number}, and somebody is looking after it.`,
      choices,
    });
    const { ref } = await this.#desk.web.send({ chat: DESK, chatKind: 'group', ...card(number, text) });
    this.#cards.set(ref, { number, text, ref });
  }

  async #pressed(id: string, ref: MessageRef | undefined, name: string): Promise<void> {
    const ticket = this.#cards.get(ref ?? '');
    if (!ticket || !id.startsWith('claim:')) return;
    const outgoing = { chat: DESK, chatKind: 'group', ...card(ticket.number, ticket.text, name) } as const;
    await this.#desk.web.edit?.(ticket.ref, outgoing);
  }
}

/** Starts the channel and its script on a free port. */
export async function scriptedDesk(options: Partial<WebOptions> = {}): Promise<ScriptedDesk> {
  const fixture = await webFixture(
    {
      clock: { now: () => Temporal.Now.instant() },
      ...options,
      limits: { heartbeatMs: 1_000, ...options.limits },
    },
    false,
  );
  const script = new Script(fixture);
  await fixture.web.start({ onInbound: (batch) => script.take(batch), onHealth: () => undefined });
  const app = new Hono().route('/', fixture.web.routes);
  const server = createAdaptorServer({ fetch: app.fetch });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  const disconnect = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return Object.assign(fixture, {
    url: `http://127.0.0.1:${port}`,
    inbound: script.inbound,
    disconnect,
    reconnect: () => listen(port),
    async say({ chat, ...content }: Partial<Outgoing> & Pick<Outgoing, 'chat'>) {
      const chatKind = chat === DESK ? 'group' : 'private';
      return (await fixture.web.send({ chat: chatRef(chat), chatKind, ...content })).ref;
    },
    async close() {
      await fixture.web.stop();
      await disconnect();
    },
  });
}
