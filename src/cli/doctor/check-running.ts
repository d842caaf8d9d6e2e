/** The running program, as it answers over HTTP. */
import { type Check, fail, ok, warn } from './check.ts';

/** How long it may take to answer, in milliseconds. */
const ANSWER_MS = 3000;

/** What answers at an address: Homeward, ready or not; something else; or nothing. */
export type Running =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready'; readonly parts: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'nothing' };

/** Asks `/readyz` below an address without a slash at its end. */
export async function askRunning(address: string): Promise<Running> {
  try {
    const response = await fetch(`${address}/readyz`, {
      signal: AbortSignal.timeout(ANSWER_MS),
      redirect: 'manual',
    });
    const state = (await response.json().catch(() => undefined)) as Record<string, unknown> | undefined;
    if (state?.status === 'ready') return { kind: 'ready' };
    if (state?.status !== 'not ready') return { kind: 'other' };
    const { status: _status, ...rest } = state;
    const parts = Object.entries(rest).map(([part, how]) => `${part} ${how}`);
    return { kind: 'not-ready', parts: parts.join(', ') };
  } catch {
    return { kind: 'nothing' };
  }
}

/** The running program on this machine; `hasData` when a process has the data directory. */
export function checkRunning(running: Running, address: string, hasData: boolean): Check {
  const name = 'running';
  if (running.kind === 'ready') return ok(name, `Homeward runs at ${address} and is ready.`);
  if (running.kind === 'not-ready') {
    const mend = 'Wait a moment if it has just started; else its log says why.';
    return warn(name, `Homeward runs at ${address} and is not ready: ${running.parts}.`, mend);
  }
  if (running.kind === 'other') {
    return fail(name, `Another program answers at ${address}.`, 'Stop it, or set PORT to another number.');
  }
  if (!hasData) return ok(name, `Homeward does not run at ${address}.`);
  const mend = 'HOST or PORT may be others there, or it hangs; its log may say more.';
  return warn(name, `A process has the data directory, but nothing answers at ${address}.`, mend);
}

/** Whether people reach the running program at PUBLIC_URL. */
export async function checkPublic(publicUrl: string): Promise<Check> {
  const { kind } = await askRunning(publicUrl.replace(/\/+$/, ''));
  if (kind === 'ready' || kind === 'not-ready') return ok('public', 'PUBLIC_URL leads to Homeward.');
  const message = `PUBLIC_URL does not lead to Homeward from here (${kind === 'other' ? 'something else answers' : 'no answer'}).`;
  return warn(
    'public',
    message,
    'Check DNS, the reverse proxy and its certificate; some networks only reach it from outside.',
  );
}
