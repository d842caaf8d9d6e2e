import { describe, expect, it } from 'vitest';
import { Replays } from '../../../src/channels/wechat/replays.ts';

describe('replays', () => {
  it('the same id is a replay, equal words are not', () => {
    const replays = new Replays();
    replays.login(1000);
    const seen = Array.from({ length: 20 }, (_, index) => replays.isReplay(`m${index}`, 'ana hello', 1500));
    expect(seen).toEqual(Array(20).fill(false));
    expect(replays.isReplay('m7', 'ana hello', 1500)).toBe(true);
  });

  it('after a login each earlier message answers for one replay under a new id, again after the next login', () => {
    const replays = new Replays();
    replays.login(1000);
    for (const id of ['a', 'b']) replays.isReplay(id, 'hello', 1500);
    replays.login(2000);
    expect(['c', 'd', 'e'].map((id) => replays.isReplay(id, 'hello', 1500))).toEqual([true, true, false]);
    replays.login(3000);
    expect(['f', 'g', 'h', 'i'].map((id) => replays.isReplay(id, 'hello', 1500))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('what was written after the login is new, whatever it says', () => {
    const replays = new Replays();
    replays.login(1000);
    replays.isReplay('a', 'hello', 1500);
    replays.login(2000);
    expect(replays.isReplay('b', 'hello', 2000)).toBe(false);
  });

  it('remembers a bounded number', () => {
    const replays = new Replays();
    for (let n = 0; n < 10_002; n += 1) replays.isReplay(`m${n}`, `c${n}`, 1);
    expect(replays.isReplay('m10001', 'x', 1)).toBe(true);
    expect(replays.isReplay('m0', 'x', 1)).toBe(false);
  });
});
