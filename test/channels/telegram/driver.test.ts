import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../src/channels/telegram/api.ts';
import { type Driver, Upload } from '../../../src/channels/telegram/driver.ts';
import { createGrammyDriver } from '../../../src/channels/telegram/grammy-driver.ts';
import { createTelegrafDriver } from '../../../src/channels/telegram/telegraf-driver.ts';

const CREATE = { grammy: createGrammyDriver, telegraf: createTelegrafDriver };

describe.each(['grammy', 'telegraf'] as const)('driver %s', (name) => {
  let server: Server;
  let driver: Driver;
  let answer: RequestListener;
  let connections: number;

  beforeEach(async () => {
    connections = 0;
    answer = (_, response) => response.end('{"ok":true,"result":7}');
    server = createServer((request, response) => {
      request.resume().on('end', () => answer(request, response));
    });
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    driver = CREATE[name]({ token: '1:SECRET', apiRoot: `http://127.0.0.1:${port}` });
  });
  afterEach(async () => {
    driver.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const page = (status: number): RequestListener => {
    return (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');
  };
  const api = () => createApi(driver, { callMs: 500, uploadMs: 500 });
  const upload = { chat_id: '7', document: new Upload(new Uint8Array(3), 'a.bin') };

  it('calls one after the other share one connection', async () => {
    for (let index = 0; index < 10; index += 1) expect(await api().raw('getMe', {})).toBe(7);
    expect(connections).toBe(1);
  });

  it('failing calls do not pile up connections', async () => {
    answer = page(502);
    for (let index = 0; index < 10; index += 1) {
      await expect(api().raw('sendMessage', { chat_id: '7' })).rejects.toThrow('50');
    }
    answer = (_, response) => response.end('{"ok":true,"result":7}');
    await api().raw('getMe', {});
    const open = await new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    expect(open).toBeLessThanOrEqual(2);
  });

  it('an upload that a proxy finds too large is too large', async () => {
    answer = page(413);
    await expect(api().call('sendDocument', upload, 'send')).rejects.toMatchObject({ reason: 'too-large' });
  });

  it('an answer that cannot be read leaves a message uncertain', async () => {
    answer = page(200);
    for (const params of [{ chat_id: '7' }, upload]) {
      await expect(api().call('sendDocument', params, 'send')).rejects.toMatchObject({
        outcome: 'uncertain',
      });
    }
  });

  it('an answer that breaks off is an error without the token', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"ok":');
      response.socket?.destroySoon();
    };
    for (const params of [{ chat_id: '7' }, upload]) {
      const error = await api()
        .call('sendDocument', params, 'send')
        .catch((reason: Error) => reason);
      expect(error).toMatchObject({ outcome: 'uncertain' });
      expect(`${(error as Error).stack} ${String((error as Error).cause)}`).not.toContain('SECRET');
    }
  });

  it('an upload is given up when it is stopped', async () => {
    answer = () => undefined;
    const stopping = new AbortController();
    const running = api().raw('sendDocument', upload, { signal: stopping.signal });
    stopping.abort();
    await expect(running).rejects.toThrow('no answer');
    await expect(api().raw('getMe', {}, { signal: stopping.signal })).rejects.toThrow('aborted');
  });
});
