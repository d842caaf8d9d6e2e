/** The sections that are made of panels. */
import type { Hono } from 'hono';
import type { ConsoleDeps } from '../index.ts';
import { panelPages } from '../panels.ts';
import { ANSWERS } from './answers.ts';
import { DAILY } from './daily.ts';
import { NOTICES } from './notices.ts';
import { OVERSIGHT } from './oversight.ts';
import { SETTINGS } from './settings.ts';
import { SHIFTS } from './shifts.ts';
import { TRIPS } from './trips.ts';

/** Adds the pages of all of them. */
export function panelSectionPages(routes: Hono, deps: ConsoleDeps): void {
  for (const section of [DAILY, NOTICES, SHIFTS, TRIPS, ANSWERS, SETTINGS, OVERSIGHT])
    panelPages(routes, deps, section);
}
