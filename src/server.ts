/** One HTTP server for everything this process serves. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { StartupError } from './errors.ts';
import type { Platforms } from './platforms.ts';

/** A listening server. */
export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

/** Mounts what the channels, the console and `more` serve, and listens; port 0 takes any free one. */
export async function startServer(
  platforms: Platforms,
  host: string,
  port: number,
  more?: Hono,
): Promise<Server> {
  const routes = new Hono();
  if (more) routes.route('/', more);
  const webhook = platforms.telegram?.webhook;
  if (webhook) routes.post(webhook.path, (context) => webhook.handle(context.req.raw));
  if (platforms.web) routes.route('/', platforms.web.routes);
  if (platforms.console) routes.route('/', platforms.console);
  if (platforms.api) routes.route('/', platforms.api);
  const server = await listen(routes, host, port);
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), 1000).unref();
      }),
  };
}

function listen(routes: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: routes.fetch, hostname: host, port }, () => resolve(server));
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const hint = taken ? 'something else listens there. Set PORT to another number.' : error.message;
      reject(new StartupError(`Cannot listen on ${host}:${port}: ${hint}`, { cause: error }));
    });
  });
}
