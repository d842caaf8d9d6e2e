/** The features, in the order in which they are offered a message. */
import type { Feature } from './conversation/feature.ts';
import type { Triage as Reading } from './domain/triage.ts';
import { createAftercare } from './features/aftercare/index.ts';
import { createAsk } from './features/ask/index.ts';
import { createBoard } from './features/board/index.ts';
import { createDesk } from './features/desk/index.ts';
import { createEmergency } from './features/emergency/index.ts';
import { createHealth } from './features/health/index.ts';
import { createProfile, greet } from './features/profile/index.ts';
import { createSetup } from './features/setup/index.ts';

/** What an installation decides about the features. */
export interface FeatureSettings {
  readonly locale: string;
  readonly zone: string;
  /** Minutes after an emergency's first page at which it is paged again. */
  readonly pageMinutes: readonly number[];
}

/** What the features are made with. */
export interface FeatureParts {
  readonly triage: (text: string) => Reading;
  readonly settings: FeatureSettings;
}

/** Every feature of this program. Staff are served before travellers; free words come last. */
export function createFeatures({ triage, settings }: FeatureParts): readonly Feature[] {
  const features: Feature[] = [];
  const commands = () => features.flatMap((feature) => feature.commands ?? []);
  features.push(
    createEmergency({ minutes: settings.pageMinutes, locale: settings.locale }),
    createBoard({ locale: settings.locale, zone: settings.zone }),
    createSetup({ start: greet }),
    createHealth({ locale: settings.locale }),
    createProfile({ triage, commands }),
    createAftercare({ triage, locale: settings.locale, zone: settings.zone }),
    createDesk({ locale: settings.locale, zone: settings.zone }),
    createAsk({ triage }),
  );
  return features;
}
