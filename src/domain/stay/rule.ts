/**
 * Rules for how long somebody stays, as data: what an administrator types or a file holds, and the words for it.
 *
 * A rule never changes once it is in force: a change is another version, and every stay keeps the version it was
 * counted by. No number of days stands in the code but in the presets.
 */
import { z } from 'zod';

/**
 * What days are counted from: the day somebody entered the country, arrived at the site, last met somebody infected,
 * or last tested positive.
 */
export const START_EVENTS = ['entry', 'arrival', 'contact', 'positive'] as const;

/** One of `START_EVENTS`. */
export type StartEvent = (typeof START_EVENTS)[number];

/** The longest that a rule may ask for, in days: more is a slip of the finger. */
const MOST_DAYS = 365;

const dayCount = z.int().min(0).max(MOST_DAYS);

/** The length of a stay, without its dates. */
interface Length {
  readonly days: number;
  readonly homeDays: number;
  readonly tests: readonly number[];
}

/**
 * Rules that are known by a name: days at the site, and after the `+` days at home. Tests on days 1, 4, 7 and 14, and
 * on the last day of a longer stay (issue 4, part 5).
 */
export const PRESETS = {
  '14': { days: 14, homeDays: 0, tests: [1, 4, 7, 14] },
  '14+7': { days: 14, homeDays: 7, tests: [1, 4, 7, 14] },
  '21': { days: 21, homeDays: 0, tests: [1, 4, 7, 14, 21] },
} as const satisfies Record<string, Length>;

/** The name of a preset. */
export type Preset = keyof typeof PRESETS;

const presetNames = Object.keys(PRESETS) as [Preset, ...Preset[]];

const isoDate = z.iso.date();

/** What is written of a rule; a preset stands for what is left out. */
const written = z.strictObject({
  /** Unique among all rules; of two that fit a stay equally well the later one holds. */
  version: z.int().min(1),
  preset: z.enum(presetNames).optional(),
  /** What staff call it; days and home days, such as `14+7`, when left out. */
  name: z.string().trim().min(1).max(80).optional(),
  start: z.enum(START_EVENTS).default('entry'),
  /** Days at the site: who begins on day 0 leaves on this day. */
  days: dayCount.optional(),
  /** Shortenings never lead below this; `days` when left out, so that nothing is shortened. */
  minimum: dayCount.optional(),
  /** Days at home after the days at the site. */
  homeDays: dayCount.optional(),
  /**
   * On which days tests are due. **Day 0 is the day of the start event**, day 1 the day after it, so that day 14 of a
   * 14-day rule is the day of release. MISSION (A) has test status, result and quarantine end date kept for everybody
   * but numbers no days; issue 4, part 5, has tests on "days 1,4,7,14" of such a stay, and part 6 a test on its last day.
   */
  tests: z.array(dayCount).max(60).optional(),
  /** So many days before its day a test counts already. */
  testsEarly: z.int().min(0).max(7).default(0),
  /**
   * What a positive test after the start does: `hold` keeps people until a later test is negative, `restart` makes its
   * day the new day 0 besides.
   */
  onPositive: z.enum(['hold', 'restart']).default('hold'),
  /** For stays that begin on these days, both included; null is without an end. */
  validFrom: isoDate.nullable().default(null),
  validTo: isoDate.nullable().default(null),
  /** Where and for whom it holds; null is everywhere and everybody. */
  siteId: z.string().min(1).nullable().default(null),
  jurisdiction: z.string().trim().min(1).nullable().default(null),
});

/** One version of a rule, complete; plain data that can be stored as JSON and read again. */
export const ruleSchema = written.transform(complete).superRefine(checkRule);

/** One version of a rule. */
export type Rule = z.output<typeof ruleSchema>;

function complete({ preset, ...given }: z.output<typeof written>) {
  const base: Length | undefined = preset && PRESETS[preset];
  const days = given.days ?? base?.days ?? Number.NaN;
  const homeDays = given.homeDays ?? base?.homeDays ?? 0;
  return {
    ...given,
    days,
    homeDays,
    name: given.name ?? (homeDays > 0 ? `${days}+${homeDays}` : `${days}`),
    minimum: given.minimum ?? days,
    tests: (given.tests ?? [...(base?.tests ?? [])]).toSorted((a, b) => a - b),
  };
}

/** What the parts of a rule must be to each other. */
function checkRule(rule: ReturnType<typeof complete>, check: z.RefinementCtx): void {
  const wrong = (path: string, message: string): void => {
    check.addIssue({ code: 'custom', path: [path], message });
  };
  if (Number.isNaN(rule.days)) {
    wrong('days', 'is needed where there is no preset');
    return;
  }
  if (rule.minimum > rule.days) wrong('minimum', 'is more than the days');
  if (new Set(rule.tests).size < rule.tests.length) wrong('tests', 'names a day twice');
  const last = rule.days + rule.homeDays;
  if ((rule.tests.at(-1) ?? 0) > last) wrong('tests', `has a day after the last one, ${last}`);
  if (rule.validFrom !== null && rule.validTo !== null && rule.validTo < rule.validFrom) {
    wrong('validTo', 'is before validFrom');
  }
}

const rulesSchema = z.array(ruleSchema).superRefine((rules, check) => {
  const versions = new Set<number>();
  for (const [index, { version }] of rules.entries()) {
    if (versions.has(version)) {
      check.addIssue({ code: 'custom', path: [index, 'version'], message: `${version} is there twice` });
    }
    versions.add(version);
  }
});

/** Checks untrusted JSON; throws an Error whose message names every wrong place. */
export function parseRules(json: unknown): Rule[] {
  const result = rulesSchema.safeParse(json);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`);
  throw new Error(`Not rules for stays. ${places.join('; ')}`);
}
