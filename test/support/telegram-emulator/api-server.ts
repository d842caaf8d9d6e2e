import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallRecord } from './call-log.ts';
import { ApiError, badRequest } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { findMethod } from './methods/index.ts';
import type { Method } from './methods/method.ts';
import { type Network, pause } from './network.ts';
import { Params, readParams } from './params.ts';
import type { World } from './world.ts';

const MAX_BODY_BYTES = 52 * 1024 * 1024;

/** What goes back over the wire. */
interface Answer {
  status: number;
  body: string | Buffer;
  type: string;
}

/** Everything the HTTP side needs. */
export interface ApiContext {
  world: World;
  faults: Faults;
  network: Network;
  token: string;
}

/** Serves /bot<token>/<method> and /file/bot<token>/<path>. */
export class ApiServer {
  private readonly context: ApiContext;
  private readonly apiPrefix: string;
  private readonly filePrefix: string;

  constructor(context: ApiContext) {
    this.context = context;
    this.apiPrefix = `/bot${context.token}/`;
    this.filePrefix = `/file/bot${context.token}/`;
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = req.url ?? '/';
    if (url.startsWith(this.apiPrefix)) return this.call(req, res, url.slice(this.apiPrefix.length));
    if (url.startsWith(this.filePrefix)) return this.download(res, url.slice(this.filePrefix.length));
    const isToken = /^\/(file\/)?bot\d+:[\w-]+\//.test(url);
    req.resume();
    write(res, refusal(isToken ? new ApiError(401, 'Unauthorized') : new ApiError(404, 'Not Found')));
  }

  /** Executes a method outside HTTP, as an answer to a webhook may ask for. */
  async execute(name: string, fields: Record<string, unknown>): Promise<void> {
    const { world } = this.context;
    const record = world.calls.open(findMethod(name)?.name ?? name, fields, world.now());
    const gone = new Promise<never>(() => undefined);
    const answer = await this.run(findMethod(name)?.method, new Params(fields), gone, record);
    world.calls.close(record, answer.status);
  }

  private async call(req: IncomingMessage, res: ServerResponse, rest: string): Promise<void> {
    const { world, network, faults } = this.context;
    const split = rest.indexOf('?');
    const found = findMethod(split < 0 ? rest : rest.slice(0, split));
    const name = found?.name ?? rest;
    const params = await this.read(req, res, split < 0 ? '' : rest.slice(split + 1));
    if (!params) return;
    const record = world.calls.open(name, params.summary(), world.now());
    res.on('close', () => world.calls.close(record, 0));
    if (!network.isDirect) await network.pass();
    const fault = faults.take(name, () => params.int('chat_id'));
    if (fault && (await this.strike(fault, res, record))) return;
    const answer = await this.run(found?.method, params, goneOf(res), record);
    if (network.mode) await network.pass();
    if (fault?.options.kind === 'lost-answer') return cut(res);
    if (res.destroyed) return;
    world.calls.close(record, answer.status);
    write(res, answer);
  }

  private async read(req: IncomingMessage, res: ServerResponse, query: string): Promise<Params | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of req) {
        size += (chunk as Buffer).length;
        if (size <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
      }
      if (size > MAX_BODY_BYTES) throw new ApiError(413, 'Request Entity Too Large');
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      return readParams(req.headers['content-type'] ?? '', body, query);
    } catch (error) {
      if (!res.destroyed) write(res, refusal(error instanceof ApiError ? error : badRequest(String(error))));
      return undefined;
    }
  }

  /** Lets a fault happen; true when it has taken the place of the call. */
  private async strike(fault: Fault, res: ServerResponse, record: CallRecord): Promise<boolean> {
    const { kind, delayMs } = fault.options;
    if (delayMs) await pause(delayMs);
    if (kind === 'silence' && (await fault.hold(goneOf(res))) === 'execute') return false;
    if (kind === 'reset' || kind === 'silence') {
      cut(res);
      return true;
    }
    const answer = fault.answer();
    if (!answer) return false;
    if (!res.destroyed) {
      this.context.world.calls.close(record, answer.status);
      write(res, answer);
    }
    return true;
  }

  private async run(
    method: Method | undefined,
    params: Params,
    gone: Promise<unknown>,
    record: CallRecord,
  ): Promise<Answer> {
    try {
      if (!method) throw new ApiError(404, 'Not Found: method not found');
      const outcome = method({ world: this.context.world, params, gone });
      const result = outcome instanceof Promise ? await outcome : outcome;
      return { status: 200, body: JSON.stringify({ ok: true, result }), type: 'application/json' };
    } catch (error) {
      const refused = error instanceof ApiError ? error : brokenEmulator(error);
      record.description = refused.message;
      return refusal(refused);
    }
  }

  private async download(res: ServerResponse, path: string): Promise<void> {
    const { world, network, faults } = this.context;
    const record = world.calls.open('downloadFile', { path }, world.now());
    res.on('close', () => world.calls.close(record, 0));
    if (!network.isDirect) await network.pass();
    const fault = faults.take('downloadFile', () => undefined);
    if (fault && (await this.strike(fault, res, record))) return;
    if (fault?.options.kind === 'lost-answer') return cut(res);
    const file = world.files.atPath(decodeURIComponent(path));
    const found = { status: 200, body: file?.bytes ?? '', type: file?.mime ?? 'application/octet-stream' };
    const answer = file ? found : refusal(new ApiError(404, 'Not Found'));
    world.calls.close(record, answer.status);
    write(res, answer);
  }
}

function goneOf(res: ServerResponse): Promise<void> {
  if (res.destroyed) return Promise.resolve();
  return new Promise((resolve) => res.once('close', () => resolve()));
}

function cut(res: ServerResponse): void {
  if (res.socket && !res.socket.destroyed) res.socket.resetAndDestroy();
}

function refusal({ code, message, parameters }: ApiError): Answer {
  const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
  return { status: code, body: JSON.stringify(body), type: 'application/json' };
}

function brokenEmulator(error: unknown): ApiError {
  process.stderr.write(`telegram emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
  return new ApiError(500, 'Internal Server Error: the emulator itself failed, see its standard error');
}

function write(res: ServerResponse, { status, body, type }: Answer): void {
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}
