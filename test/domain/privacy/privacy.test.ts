import { describe, expect, it } from 'vitest';
import { FATES } from '../../../src/domain/privacy/fates.ts';
import { mayBeEnded } from '../../../src/domain/privacy/hold.ts';
import { proofText, rowsIn } from '../../../src/domain/privacy/proof.ts';
import {
  MOST_DAYS,
  outliving,
  readRetention,
  USUAL_RETENTION,
} from '../../../src/domain/privacy/retention.ts';

describe('how long data are kept', () => {
  it.each([
    ['transcripts=90d', { transcripts: 90 }],
    ['phone=0', { phone: 0 }],
    ['Media＝１４天 documents:7days', { media: 14, documents: 7 }],
    ['transcripts=30d, copies=10', { transcripts: 30, copies: 10 }],
  ])('is read from %s', (words, change) => {
    expect(readRetention(words)).toEqual(change);
  });

  it.each([
    '',
    'everything=3d',
    'phone',
    'phone=-1',
    'phone=ten',
    `phone=${MOST_DAYS + 1}`,
    'phone=3d media',
  ])('is not understood from “%s”', (words) => {
    expect(readRetention(words)).toBeUndefined();
  });

  it('is for nothing longer than for who it was, or it would not be found', () => {
    expect(outliving(USUAL_RETENTION)).toEqual([]);
    expect(outliving({ ...USUAL_RETENTION, media: 181, copies: 999 })).toEqual(['media']);
    expect(outliving({ ...USUAL_RETENTION, identity: 40 })).toEqual(['transcripts']);
  });
});

describe('a proof', () => {
  const facts = {
    number: 7,
    doneAt: Temporal.Instant.from('2026-11-23T08:00:00Z'),
    removed: { transcripts: { ticket: 2, entry: 5 }, phone: { person: 1 } },
  };

  it('says number, time, kinds and rows, the same whatever their order', () => {
    const other = { phone: { person: 1 }, transcripts: { entry: 5, ticket: 2 } };
    expect(proofText(facts)).toBe(proofText({ ...facts, removed: other }));
    expect(JSON.parse(proofText(facts))).toEqual({
      erasure: 7,
      doneAt: '2026-11-23T08:00:00Z',
      removed: facts.removed,
    });
    expect(rowsIn(facts.removed)).toBe(8);
  });
});

describe('what keeps data back', () => {
  const hold = { number: 1, until: null };

  it('may be ended by a colleague when it is an ordinary request, and never otherwise', () => {
    expect(mayBeEnded([])).toBe(true);
    expect(mayBeEnded([{ ...hold, kind: 'ticket' }])).toBe(true);
    for (const kind of ['stay', 'emergency', 'complaint', 'speaks'] as const)
      expect(
        mayBeEnded([
          { ...hold, kind: 'ticket' },
          { ...hold, kind },
        ]),
      ).toBe(false);
  });
});

describe('the list of columns', () => {
  it('keeps nothing by which somebody could be called, found or read', () => {
    for (const name of ['person.name', 'person.room', 'person.phone', 'entry.text', 'ticket.summary']) {
      const [table = '', column = ''] = name.split('.');
      expect(['none', 'figure']).not.toContain(FATES[table]?.[column]);
    }
  });
});
