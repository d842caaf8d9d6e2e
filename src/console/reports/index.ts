/** Reports: the daily ones, read, signed and corrected, and the monthly appraisal. */
import type { Hono } from 'hono';
import type { ConsoleDeps } from '../index.ts';
import { panelForms } from '../panels.ts';
import { sendAppraisal, showAppraisal } from './appraisal-page.ts';
import { HOURS, showDay, showList } from './list-page.ts';
import { changeReport, sendReport, showReport } from './report-page.ts';

/** GET /console/reports, one of them as page and workbook, how a day stands, and the appraisal of a month. */
export function reportPages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/reports', (c) => showList(c, deps));
  panelForms(routes, deps, HOURS);
  routes.get('/console/reports/day', (c) => showDay(c, deps));
  routes.get('/console/reports/appraisal', (c) => showAppraisal(c, deps));
  routes.get('/console/reports/appraisal/file', (c) => sendAppraisal(c, deps));
  routes.get('/console/reports/:number{[0-9]+}', (c) => showReport(c, deps));
  routes.get('/console/reports/:number{[0-9]+}/file', (c) => sendReport(c, deps));
  routes.post('/console/reports/:number{[0-9]+}/remark', (c) =>
    changeReport(c, deps, (form) => `remark ${c.req.param('number')} ${form.text('words') || '-'}`),
  );
  routes.post('/console/reports/:number{[0-9]+}/revise', (c) =>
    changeReport(c, deps, (form) => {
      const keeps = form.text('keep') === 'yes' ? 'keep ' : '';
      // A reason that begins with that word does not ask for it.
      return `revise ${c.req.param('number')} ${keeps}\u200b${form.text('words')}`;
    }),
  );
}
