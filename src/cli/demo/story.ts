/** What the demo's travellers say, and what they are answered: read from stories/<language>.json. */
import { readdirSync, readFileSync } from 'node:fs';

/** One invented traveller and their need. */
export interface Story {
  /** BCP-47 language of their browser and of everything in the story. */
  readonly language: string;
  readonly who: string;
  readonly room: string;
  /** Which of the demo's sites they stay at, from 0. */
  readonly site: number;
  readonly says: string;
  /** The colleague's answer; none where the words alone are the point. */
  readonly answer?: string;
  /** What they reply to it, with a picture of this name if there is one. */
  readonly then?: string;
  readonly photo?: string;
  /** The colleague's last words; the ticket is resolved with them. */
  readonly closing?: string;
  readonly stars?: number;
  readonly comment?: string;
  /** They write moments after the one before: a family in one room. */
  readonly alongside?: boolean;
  readonly emergency?: boolean;
}

/** Every story, by language. */
export function readStories(folder = new URL('./stories/', import.meta.url)): Story[][] {
  return readdirSync(folder).map((file) => {
    const language = file.slice(0, -'.json'.length);
    const stories: Omit<Story, 'language'>[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return stories.map((story) => ({ language, ...story }));
  });
}

/**
 * The stories in an order in which all languages take turns, without end; families stay together. Emergencies come
 * once early on, and then after every `EMERGENCY_EVERY` others.
 */
export function* inTurns(byLanguage: readonly Story[][]): Generator<readonly Story[], never> {
  const calm = byLanguage.map((stories) => families(stories.filter((story) => !story.emergency)));
  const emergencies = byLanguage.flat().filter((story) => story.emergency);
  let told = EMERGENCY_EVERY - FIRST_EMERGENCY;
  for (let round = 0; ; round += 1) {
    for (const stories of shuffled(calm)) {
      const next = stories[round % stories.length];
      if (next) yield next;
      told += 1;
      if (told % EMERGENCY_EVERY !== 0) continue;
      const emergency = emergencies[Math.floor(told / EMERGENCY_EVERY) % emergencies.length];
      if (emergency) yield [emergency];
    }
  }
}

const EMERGENCY_EVERY = 30;
const FIRST_EMERGENCY = 6;

function families(stories: readonly Story[]): Story[][] {
  const groups: Story[][] = [];
  for (const story of stories) {
    if (story.alongside) groups.at(-1)?.push(story);
    else groups.push([story]);
  }
  return shuffled(groups);
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
