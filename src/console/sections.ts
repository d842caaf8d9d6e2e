/** The sections of the console, in the order of its menu. */
import type { Action } from '../domain/actor.ts';

/** One section. */
export interface Section {
  /** Its text is `staff-console:section.<name>`. */
  readonly name: string;
  readonly path: string;
  /** Whoever may not do this does not see it in the menu; its pages ask again. */
  readonly action: Action;
}

/** What stands in the menu. */
export const SECTIONS = [
  { name: 'board', path: '/console', action: 'ticket.list' },
  { name: 'people', path: '/console/people', action: 'person.find' },
  { name: 'daily', path: '/console/daily', action: 'count.read' },
  { name: 'notices', path: '/console/notices', action: 'notice.write' },
  { name: 'trips', path: '/console/trips', action: 'trip.read' },
  { name: 'shifts', path: '/console/shifts', action: 'shift.read' },
  { name: 'answers', path: '/console/answers', action: 'faq.read' },
  { name: 'figures', path: '/console/figures', action: 'figures.read-own' },
  { name: 'reports', path: '/console/reports', action: 'report.sign' },
  { name: 'exports', path: '/console/exports', action: 'export.run' },
  { name: 'settings', path: '/console/settings', action: 'route.read' },
  { name: 'oversight', path: '/console/oversight', action: 'health.read' },
] as const satisfies readonly Section[];

/** A section of the menu by its name. */
export function sectionNamed(name: (typeof SECTIONS)[number]['name']): Section {
  const found = SECTIONS.find((one) => one.name === name);
  if (!found) throw new Error(`no section ${name}`);
  return found;
}
