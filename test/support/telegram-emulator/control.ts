import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TelegramEmulator } from './emulator.ts';
import type { Fault } from './faults.ts';
import type { Group, GroupOptions } from './group.ts';
import { User } from './user.ts';
import { decodeWire, encodeWire } from './wire.ts';

const HIDDEN = new Set(['constructor', 'listen', 'toString', 'hasOwnProperty', 'valueOf']);

/**
 * The same operations over HTTP: `POST /_control/<op>`, `/_control/faults/<op>`, `/_control/users/<id>/<op>`,
 * `/_control/groups/<id>/<op>`, with a JSON array of arguments (or one object) as body and
 * `{"ok":true,"result":…}` or `{"ok":false,"error":…}` as answer. People are named by `{"id":…}`.
 */
export class Control {
  private readonly emulator: TelegramEmulator;
  private readonly planned = new Map<number, Fault>();

  constructor(emulator: TelegramEmulator) {
    this.emulator = emulator;
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let body: string;
    try {
      const args = await readArguments(req);
      const [, , ...path] = new URL(req.url ?? '/', 'http://local').pathname.split('/');
      body = encodeWire({ ok: true, result: (await this.run(path, args)) ?? null });
    } catch (error) {
      body = JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) });
    }
    if (res.destroyed) return;
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    res.end(body);
  }

  private async run(path: string[], args: unknown[]): Promise<unknown> {
    const { emulator } = this;
    const [first = '', second = '', third = ''] = path;
    if (first === 'faults') return this.fault(second, args);
    if (first === 'users') return invoke(emulator.user({ id: Number(second) }), third, args);
    if (first === 'groups') {
      return invoke(
        emulator.group({ id: Number(second) }),
        third,
        args.map((arg) => this.toUser(arg)),
      );
    }
    if (first === 'user') return emulator.user(...(args as [])).info;
    if (first === 'group') return this.group((args[0] ?? {}) as GroupOptions);
    if (first === 'waitForCall') {
      const { open, timeoutMs } = (args[1] ?? {}) as { open?: boolean; timeoutMs?: number };
      const bounds = { open: open ?? false, ...(timeoutMs !== undefined && { timeoutMs }) };
      return emulator.waitForCall(String(args[0]), bounds);
    }
    if (first === 'stop') return void setImmediate(() => void emulator.stop());
    return invoke(emulator, first, args);
  }

  private group(options: GroupOptions): { id: number } {
    const members = (options.members ?? []).map((member) => this.emulator.user({ id: member.id }));
    return { id: this.emulator.group({ ...options, members }).id };
  }

  private fault(op: string, args: unknown[]): unknown {
    const { faults } = this.emulator;
    if (op === 'clear' || op === 'release') return faults[op](...(args as []));
    if (op === 'next') {
      const number = this.planned.size + 1;
      this.planned.set(number, faults.next(args[0] as Parameters<typeof faults.next>[0]));
      return number;
    }
    const fault = this.planned.get(Number(args[0]));
    if (op === 'hit') return fault?.hit(args[1] as number | undefined);
    if (op === 'hits') return fault?.hits;
    throw new Error(`there is no control operation faults/${op}`);
  }

  private toUser(arg: unknown): unknown {
    const isPerson = typeof arg === 'object' && arg !== null && Object.keys(arg).join() === 'id';
    return isPerson ? this.emulator.user({ id: Number((arg as { id: unknown }).id) }) : arg;
  }
}

function invoke(target: TelegramEmulator | User | Group, op: string, args: unknown[]): unknown {
  const member = HIDDEN.has(op) || op.startsWith('_') ? undefined : Reflect.get(target, op);
  if (typeof member === 'function') return Reflect.apply(member, target, args);
  if (op === 'id' || op === 'info' || op === 'url' || op === 'token' || op === 'bot') return member;
  throw new Error(`there is no control operation "${op}" on ${target instanceof User ? 'a user' : 'this'}`);
}

async function readArguments(req: IncomingMessage): Promise<unknown[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  if (chunks.length === 0) return [];
  const body = decodeWire(Buffer.concat(chunks).toString('utf8'));
  return Array.isArray(body) ? body : [body];
}
