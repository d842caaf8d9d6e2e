/** The features, in the order in which they are offered a message. */
import type { Feature } from './conversation/feature.ts';
import type { Triage as Reading } from './domain/triage.ts';
import { createAftercare } from './features/aftercare/index.ts';
import { askPerson, createAsk } from './features/ask/index.ts';
import { createAudit } from './features/audit/index.ts';
import { createBoard } from './features/board/index.ts';
import { createBriefing } from './features/briefing/index.ts';
import { createCalls } from './features/calls/index.ts';
import { createCare } from './features/care/index.ts';
import { createCheckIn } from './features/check-in/index.ts';
import { createConsoleDoor } from './features/console/index.ts';
import { createDeadlines } from './features/deadlines/index.ts';
import { createDeclaration } from './features/declaration/index.ts';
import { createDesk, createTicketDesk } from './features/desk/index.ts';
import { createEmergency } from './features/emergency/index.ts';
import { createExports } from './features/exports/index.ts';
import { createFaq } from './features/faq/index.ts';
import { createFigures } from './features/figures/index.ts';
import { createHandover } from './features/handover/index.ts';
import { createHealth, type HealthDeps } from './features/health/index.ts';
import { createIntegrations } from './features/integrations/index.ts';
import { createLedger } from './features/ledger/index.ts';
import { createMissing } from './features/missing/index.ts';
import { createNotices } from './features/notices/index.ts';
import { createOnboarding } from './features/onboarding/index.ts';
import { createPrivacy } from './features/privacy/index.ts';
import { createProfile, greet } from './features/profile/index.ts';
import { createPromises } from './features/promises/index.ts';
import { createProxies } from './features/proxies/index.ts';
import { createReassign } from './features/reassign/index.ts';
import { createRelease } from './features/release/index.ts';
import { createReminders } from './features/reminders/index.ts';
import { createReports } from './features/reports/index.ts';
import { createPeopleDesk, createRoster } from './features/roster/index.ts';
import { createRouting } from './features/routing/index.ts';
import { createSetup } from './features/setup/index.ts';
import { createShifts } from './features/shifts/index.ts';
import { createStaffCheckIn } from './features/staff-check-in/index.ts';
import { createStay } from './features/stay/index.ts';
import { createSupplies } from './features/supplies/index.ts';
import { createTests } from './features/tests/index.ts';
import { createTopics } from './features/topics/index.ts';
import { createTrips } from './features/trips/index.ts';
import { createWaiting } from './features/waiting/index.ts';
import { readRosterTable } from './ingest/roster-table.ts';
import { supplyReader } from './lexicons.ts';

/** What an installation decides about the features. */
export interface FeatureSettings {
  readonly locale: string;
  readonly zone: string;
  /** Minutes after an emergency's first page at which it is paged again. */
  readonly pageMinutes: readonly number[];
  /** Where the pages are reached from outside; undefined when nobody said. */
  readonly publicUrl?: string | undefined;
  /** Where the pages are reached, also by people of this machine only; undefined when nobody knows. */
  readonly pagesUrl?: (() => string | undefined) | undefined;
  /** When messages that wait to be sent are worth an alarm. */
  readonly lateAfter?: HealthDeps['lateAfter'];
  /** This machine and the room on its disk, where somebody is to be told that it fills up. */
  readonly disk?: HealthDeps['disk'];
  /** Webhooks may lead to this machine and into private networks. */
  readonly allowPrivateWebhooks?: boolean | undefined;
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
  const desk = createTicketDesk({ locale: settings.locale, zone: settings.zone });
  const people = createPeopleDesk({ locale: settings.locale });
  const { locale, publicUrl } = settings;
  const onboarding = createOnboarding({ desk, people, greet, locale, publicUrl });
  features.push(
    createEmergency({ minutes: settings.pageMinutes, locale: settings.locale }),
    createRouting(desk),
    createSupplies({
      desk,
      supplies: supplyReader(),
      locale: settings.locale,
      zone: settings.zone,
      publicUrl: settings.publicUrl,
    }),
    createBoard({ locale: settings.locale, zone: settings.zone }),
    createSetup({ start: onboarding.start, redeem: onboarding.redeem }),
    onboarding,
    createConsoleDoor({ pagesUrl: settings.pagesUrl ?? (() => publicUrl) }),
    createTopics({ locale: settings.locale }),
    createHealth({ locale: settings.locale, lateAfter: settings.lateAfter, disk: settings.disk }),
    createShifts({ desk, zone: settings.zone }),
    createStay({ desk, people, zone: settings.zone }),
    createReminders({ desk, people, locale: settings.locale, zone: settings.zone }),
    createRelease({ triage, desk, people, locale: settings.locale, zone: settings.zone }),
    createMissing({ desk, zone: settings.zone }),
    createRoster({ desk, people, zone: settings.zone, readTable: readRosterTable }),
    createTests({ desk, people, zone: settings.zone, locale: settings.locale, readTable: readRosterTable }),
    createNotices({ desk, people, locale: settings.locale, zone: settings.zone }),
    createBriefing({ desk, locale: settings.locale, zone: settings.zone }),
    createHandover({ desk, locale: settings.locale }),
    createReports({ desk, locale: settings.locale, zone: settings.zone }),
    createPromises({ desk, zone: settings.zone }),
    createReassign({ desk, zone: settings.zone }),
    createAudit({ desk, zone: settings.zone }),
    createExports({ desk, zone: settings.zone }),
    createPrivacy({ people, locale: settings.locale, zone: settings.zone }),
    createFigures({ desk, zone: settings.zone }),
    createIntegrations({
      desk,
      people,
      locale: settings.locale,
      zone: settings.zone,
      allowPrivate: settings.allowPrivateWebhooks,
    }),
    createProfile({ triage, commands }),
    createLedger({ triage, desk, locale: settings.locale, zone: settings.zone }),
    createAftercare({ triage, locale: settings.locale, zone: settings.zone }),
    createCalls({ triage, desk }),
    createCare({ desk, people, locale: settings.locale, zone: settings.zone }),
    createTrips({ desk, people, zone: settings.zone, locale: settings.locale }),
    createDesk({ locale: settings.locale, zone: settings.zone }),
    createWaiting({ desk, zone: settings.zone }),
    createDeadlines({ desk, zone: settings.zone }),
    createDeclaration({ triage, desk, people, locale: settings.locale, zone: settings.zone }),
    createCheckIn({ triage, desk, people, locale: settings.locale, zone: settings.zone }),
    createStaffCheckIn({ locale: settings.locale, zone: settings.zone }),
    createProxies({ triage, desk }),
    createFaq({
      triage,
      desk,
      ask: (turn, words) => askPerson(turn, { triage }, words),
      zone: settings.zone,
      locale: settings.locale,
    }),
    createAsk({ triage }),
  );
  return features;
}
