import type { Log } from '../../log.ts';

const stackOf = (reason: unknown): string => (reason instanceof Error ? (reason.stack ?? '') : '');

/** True when the error was thrown inside wechaty, a puppet or the protocol library below it. */
export const isFromPuppet = (reason: unknown): boolean =>
  /node_modules[\\/](?:@[^\\/]+[\\/])?(?:wechat|memory-card|file-box|state-switch|watchdog)/u.test(
    stackOf(reason),
  );

/**
 * Keeps the process alive when a puppet throws where nobody can catch it: several await nothing in their event
 * handlers and timers, so an odd message would end the gateway for every platform. Anything else still ends the
 * process unless somebody else listens. Returns the undo.
 */
export function containPuppetErrors(log: Log): () => void {
  const onError = (event: 'unhandledRejection' | 'uncaughtException') => (reason: unknown) => {
    if (isFromPuppet(reason)) {
      log.error(
        { error: (reason as Error).name, event },
        'the WeChat puppet threw outside any call; contained',
      );
    } else if (process.listenerCount(event) < 2) {
      throw reason;
    }
  };
  const rejection = onError('unhandledRejection');
  const exception = onError('uncaughtException');
  process.on('unhandledRejection', rejection);
  process.on('uncaughtException', exception);
  return () => {
    process.off('unhandledRejection', rejection);
    process.off('uncaughtException', exception);
  };
}
