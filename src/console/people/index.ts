/** People: who is where, one person with their stay, and a file of them to be imported. */
import type { Hono } from 'hono';
import type { ConsoleDeps } from '../index.ts';
import { listPage } from './list-page.ts';
import { personPage } from './person-page.ts';
import { rosterPage, uploadRoster } from './roster-page.ts';

/** GET /console/people, /console/people/<id>, /console/roster; POST /console/roster reads a file. */
export function peoplePages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/people', (c) => listPage(c, deps));
  routes.get('/console/people/:id{[0-9a-f-]{36}}', (c) => personPage(c, deps));
  routes.get('/console/roster', (c) => rosterPage(c, deps));
  routes.post('/console/roster', (c) => uploadRoster(c, deps));
}
