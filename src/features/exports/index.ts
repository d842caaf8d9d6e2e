/** Exports: one row per ticket, person, check-in, trip or seat, as CSV or a workbook (docs/exports.md). */
import type { Feature, TicketDesk } from '../../conversation/feature.ts';
import { sendExport } from './send-export.ts';

export { createExportFiles, EXPORTS } from './chat-files.ts';
export type { ExportDeps } from './deps.ts';
export { withSite } from './named-site.ts';
export { openExport } from './open-export.ts';

/** The feature. */
export function createExports(deps: { readonly desk: TicketDesk; readonly zone: string }): Feature {
  return {
    name: 'exports',
    commands: [
      {
        name: 'export',
        words: ['导出', '匯出'],
        audience: 'staff',
        action: 'export.run',
        description: 'staff-exports:command.export',
        usage: 'staff-exports:usage.export',
        run: (turn, args) => sendExport(turn, deps, args),
      },
    ],
  };
}
