import { describe, expect, it } from 'vitest';
import { ApiRefusal, NoAnswer, noAnswer } from '../../../src/channels/telegram/driver.ts';
import { toChannelError } from '../../../src/channels/telegram/failure.ts';

const refused = (code: number, description: string, parameters = {}) =>
  toChannelError(new ApiRefusal(code, description, parameters), 'sendMessage', 'send');

describe('failures', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'blocked'],
    [403, 'Forbidden: user is deactivated', 'blocked'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'blocked'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'blocked'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'blocked'],
    [403, 'Forbidden: the group chat was deleted', 'gone'],
    [400, 'Bad Request: chat not found', 'gone'],
    [413, 'Request Entity Too Large', 'too-large'],
    [400, 'Bad Request: file is too big', 'too-large'],
    [400, 'Bad Request: message to edit not found', 'rejected'],
    [400, "Bad Request: message can't be edited", 'rejected'],
    [400, 'Bad Request: message thread not found', 'topic-gone'],
    [400, 'Bad Request: TOPIC_DELETED', 'topic-gone'],
    [400, 'Bad Request: TOPIC_ID_INVALID', 'topic-gone'],
    [400, 'Bad Request: TOPIC_CLOSED', 'topic-gone'],
  ])('%i %s is permanent', (code, description, reason) => {
    expect(refused(code, description)).toMatchObject({ outcome: 'permanent', reason });
  });

  it('429 says when to try again', () => {
    expect(refused(429, 'Too Many Requests: retry after 7', { retry_after: 7 })).toMatchObject({
      outcome: 'retry',
      retryAfterMs: 7000,
    });
  });

  it('a group that became a supergroup names its new id', () => {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    expect(refused(400, description, { migrate_to_chat_id: -100123 })).toMatchObject({
      outcome: 'retry',
      retryAfterMs: 0,
      reason: 'moved',
      movedTo: '-100123',
    });
  });

  it('a refused token waits for an operator', () => {
    expect(refused(401, 'Unauthorized')).toMatchObject({ outcome: 'retry', retryAfterMs: 60_000 });
  });

  it('a server error or a lost answer leaves a message uncertain, and may simply be repeated otherwise', () => {
    const reset = noAnswer(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    expect(refused(500, 'Internal Server Error').outcome).toBe('uncertain');
    expect(toChannelError(reset, 'sendMessage', 'send').outcome).toBe('uncertain');
    expect(toChannelError(reset, 'getFile', 'repeatable').outcome).toBe('retry');
  });

  it('a request that never left is repeated without doubt', () => {
    const error = new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    expect(noAnswer(error)).toMatchObject({ code: 'ECONNREFUSED', unsent: true });
    expect(toChannelError(noAnswer(error), 'sendMessage', 'send').outcome).toBe('retry');
  });

  it('nothing of the request is kept', () => {
    const url = 'https://api.telegram.org/bot1:SECRET/sendMessage';
    const kept = [
      noAnswer(new Error(`request to ${url} failed`)),
      new ApiRefusal(400, 'Bad Request: can\'t parse entities: unsupported start tag "my secret" at byte 4'),
      new ApiRefusal(400, 'Bad Request: user 7000000001 not found — 秘密'),
      toChannelError(new TypeError(`no ${url}`), 'sendMessage', 'send'),
    ];
    for (const error of kept)
      expect(`${error.stack}${String(error.cause)}`).not.toMatch(/SECRET|secret|7000000001|秘密/);
    expect(new NoAnswer('timeout', false).message).toBe('no answer (timeout)');
  });
});
