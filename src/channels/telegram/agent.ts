import * as http from 'node:http';
import * as https from 'node:https';

/** Keep-alive connections to one Bot API server, as many at once as there are calls. */
export interface Connections {
  readonly agent: http.Agent;
  /** Closes those that no call is using. */
  closeIdle(): void;
}

/** Idle connections are closed after this long, in milliseconds: before the server does it in the middle of a call. */
const IDLE_MS = 20_000;

/** Connections of one driver; idle ones do not keep the process alive. */
export function createConnections(apiRoot: string): Connections {
  const settings = { keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS } as const;
  const agent = apiRoot.startsWith('https:') ? new https.Agent(settings) : new http.Agent(settings);
  return {
    agent,
    closeIdle() {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    },
  };
}
