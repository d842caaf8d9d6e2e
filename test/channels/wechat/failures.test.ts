import { describe, expect, it } from 'vitest';
import { containPuppetErrors, isFromPuppet } from '../../../src/channels/wechat/contain.ts';
import { adviceOn, reasonOf, sendFailure } from '../../../src/channels/wechat/failures.ts';
import { silentLog } from '../../../src/log.ts';

const outcome = (error: unknown, earlier = false) => {
  const { outcome: kind, reason } = sendFailure(error, earlier);
  return [kind, reason];
};

describe('failures', () => {
  it('a call that may have been carried out is uncertain', () => {
    expect(outcome(new Error('socket hang up'))).toEqual(['uncertain', undefined]);
    expect(outcome(Object.assign(new Error('14 UNAVAILABLE'), { code: 14 }))).toEqual([
      'uncertain',
      undefined,
    ]);
    expect(outcome('odd')).toEqual(['uncertain', undefined]);
    expect(outcome(undefined)).toEqual(['uncertain', undefined]);
  });

  it('a call that never left is tried again, unless a part of the message is out', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(sendFailure(refused, false)).toMatchObject({ outcome: 'retry', retryAfterMs: 5000 });
    expect(outcome(refused, true)).toEqual(['uncertain', undefined]);
  });

  it('what the puppet cannot do and who is no friend is permanent', () => {
    expect(outcome(new Error('Wechaty Puppet Unsupported API Error. '))).toEqual(['permanent', 'rejected']);
    expect(outcome(new Error('Li 开启了朋友验证，你还不是他（她）朋友'))).toEqual(['permanent', 'blocked']);
    const late = new Error('errcode 45015: response out of time limit or subscription is canceled');
    expect(outcome(late)).toEqual(['permanent', 'blocked']);
    expect(outcome(new Error('消息已发出，但被对方拒收了。'))).toEqual(['permanent', 'blocked']);
  });

  it('what a puppet says of an error goes no further', () => {
    const error = new Error('cannot send "my secret" to +86 123');
    expect(`${sendFailure(error, false).stack}${String(sendFailure(error, false).cause)}`).not.toContain(
      'secret',
    );
    expect(reasonOf(Object.assign(error, { code: 'E1' }))).toBe('Error E1');
    expect(adviceOn(new Error('14 UNAVAILABLE'))).toBe('Error, the puppet service cannot be reached');
    expect(adviceOn(error)).toBe('Error E1');
  });
});

describe('contain', () => {
  const thrownIn = (path: string): Error =>
    Object.assign(new Error('x'), { stack: `Error: x\n    at f (${path}:1:1)` });

  it('knows the errors of puppets by where they were thrown', () => {
    expect(isFromPuppet(thrownIn('/app/node_modules/wechat4u/lib/wechat.js'))).toBe(true);
    expect(isFromPuppet(thrownIn('C:\\app\\node_modules\\@juzi\\wechaty-puppet-service\\a.js'))).toBe(true);
    expect(isFromPuppet(thrownIn('/app/src/channels/wechat/index.ts'))).toBe(false);
    expect(isFromPuppet('a string')).toBe(false);
  });

  it('swallows those, throws others on when nobody else listens, and can be undone', () => {
    const before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    const undo = containPuppetErrors(silentLog);
    const emit = (reason: unknown) => () => process.emit('unhandledRejection', reason, Promise.resolve());
    try {
      expect(emit(thrownIn('/app/node_modules/wechaty/x.js'))).not.toThrow();
      expect(emit(new Error('ours'))).toThrow('ours');
      process.on('unhandledRejection', () => undefined);
      expect(emit(new Error('ours'))).not.toThrow();
    } finally {
      undo();
      process.removeAllListeners('unhandledRejection');
      for (const listener of before) process.on('unhandledRejection', listener);
    }
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });
});
