import { describe, expect, it } from 'vitest';
import {
  type Counts,
  changedFigures,
  type Gathered,
  makeSnapshot,
  parseSnapshot,
  SECTIONS,
  type SectionId,
  withKnown,
} from '../../../src/domain/report/snapshot.ts';
import { reportView } from '../../../src/domain/report/view.ts';
import { ONE_MESSAGE, reportHead, reportSheets, reportText } from '../../../src/domain/report/written.ts';
import { createTranslate } from '../../../src/i18n.ts';

const zeros = Object.fromEntries(
  (Object.keys(SECTIONS) as SectionId[]).map((id) => [
    id,
    Object.fromEntries(SECTIONS[id].map((name) => [name, 0])),
  ]),
) as unknown as Counts;

const gathered: Gathered = {
  siteId: null,
  site: null,
  day: Temporal.PlainDate.from('2026-11-22'),
  zone: 'Asia/Shanghai',
  until: Temporal.Instant.from('2026-11-22T12:00:00Z'),
  isWhole: false,
  counts: zeros,
  late: {},
  emergencies: [],
  carried: [],
  sites: [],
};

const facts = {
  number: 14,
  revision: 1,
  snapshot: makeSnapshot(gathered),
  remark: null,
  reason: null,
  signature: null,
  previous: null,
};

describe('a snapshot', () => {
  it('has every section and every figure, in their order', () => {
    const { sections } = makeSnapshot(gathered);
    expect(sections.map(({ id, figures }) => [id, figures.map((figure) => figure.id)])).toEqual(
      Object.entries(SECTIONS).map(([id, names]) => [id, [...names]]),
    );
  });

  it('reads the same after it was stored, and nothing else is taken for one', () => {
    expect(parseSnapshot(JSON.parse(JSON.stringify(facts.snapshot)))).toEqual(facts.snapshot);
    for (const wrong of [null, {}, { ...facts.snapshot, version: 2 }, { ...facts.snapshot, day: 'today' }])
      expect(() => parseSnapshot(wrong)).toThrow();
    const negative = { ...zeros, staff: { ...zeros.staff, silent: -1 } };
    expect(() => makeSnapshot({ ...gathered, counts: negative })).toThrow();
  });

  it('is compared figure by figure; unknown and zero are not the same', () => {
    const counts = {
      ...zeros,
      tests: { ...zeros.tests, positive: 2 },
      carried: { ...zeros.carried, waiting: null },
    };
    const after = makeSnapshot({ ...gathered, counts });
    expect(changedFigures(facts.snapshot, after)).toEqual([
      { section: 'tests', id: 'positive', before: 0, after: 2 },
      { section: 'carried', id: 'waiting', before: 0, after: null },
    ]);
    expect(changedFigures(facts.snapshot, withKnown(after, facts.snapshot))).toEqual([
      { section: 'tests', id: 'positive', before: 0, after: 2 },
    ]);
  });
});

describe.each(['en', 'zh-CN', 'zh-TW'])('a report in %s', (locale) => {
  const t = createTranslate();
  const speech = { t, locale };

  it('names every section and figure, and fits into one message', () => {
    const busy = Object.fromEntries(
      Object.entries(zeros).map(([id, all]) => [
        id,
        Object.fromEntries(Object.keys(all).map((name) => [name, 1234])),
      ]),
    ) as unknown as Counts;
    const view = reportView({ ...facts, snapshot: makeSnapshot({ ...gathered, counts: busy }) }, speech);
    const text = reportText(view, speech);
    expect(text).not.toMatch(/staff-reports|figure\.|section\./);
    expect(text.match(/1234/g)).toHaveLength(Object.values(SECTIONS).flat().length);
    expect(text.length).toBeLessThan(ONE_MESSAGE);
  });

  it('says what is not known, what came late, whose tickets few may read, and never whose they are', () => {
    const line = { number: 12, urgency: 'emergency', need: null, site: 'Sun Hotel', state: 'new' } as const;
    const snapshot = makeSnapshot({
      ...gathered,
      counts: { ...zeros, carried: { ...zeros.carried, waiting: null } },
      late: { tests: { positive: 3 } },
      emergencies: [line, { ...line, number: 13, need: 'medical' }],
      sites: [
        { name: 'Sun Hotel', figures: { here: 5, arrived: 0, released: 0, positive: 0, silent: 1 } },
        { name: null, figures: { here: 1, arrived: 0, released: 0, positive: 0, silent: 0 } },
      ],
    });
    const signature = { name: 'Wang', at: Temporal.Instant.from('2026-11-22T16:30:00Z') };
    const view = reportView({ ...facts, snapshot, remark: 'calm', signature }, speech);
    const text = reportText(view, speech);
    expect(text).toContain('—');
    expect(text).toContain(t(locale, 'staff-reports:late', { count: 3 }));
    expect(text).toContain('🔴 #12 · 🔒 · Sun Hotel');
    expect(text).toContain(`🔴 #13 · ${t(locale, 'common:need.medical')}`);
    expect(text).toContain('2026-11-23 00:30');
    expect(reportHead(view)).toContain('calm');
    const sheets = reportSheets(view, speech);
    expect(sheets).toHaveLength(4);
    expect(sheets[0]?.rows).toHaveLength(1 + Object.values(SECTIONS).flat().length);
    expect(sheets[3]?.rows[1]).toEqual(['Sun Hotel', 5, 0, 0, 0, 1]);
  });

  it('says of a correction why, and what is other than before', () => {
    const counts = { ...zeros, arrivals: { ...zeros.arrivals, arrived: 2 } };
    const view = reportView(
      {
        ...facts,
        revision: 2,
        snapshot: makeSnapshot({ ...gathered, counts }),
        reason: 'forgotten',
        previous: { snapshot: facts.snapshot, remark: 'calm' },
      },
      speech,
    );
    expect(view.correction?.head).toContain('forgotten');
    expect(view.correction?.changes).toEqual([
      t(locale, 'staff-reports:change', {
        section: t(locale, 'staff-reports:section.arrivals'),
        figure: t(locale, 'staff-reports:figure.arrivals.arrived'),
        before: 0,
        after: 2,
      }),
      t(locale, 'staff-reports:change.remark'),
    ]);
    const same = reportView(
      { ...facts, revision: 2, reason: 'x', previous: { snapshot: facts.snapshot, remark: null } },
      speech,
    );
    expect(same.correction?.changes).toEqual([t(locale, 'staff-reports:change.none')]);
  });
});
