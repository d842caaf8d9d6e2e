/** Exports as files, the very same as the console's. */
import { EXPORT_KINDS } from '../domain/export/columns.ts';
import { EXPORT_FORMATS, readQuery } from '../domain/export/query.ts';
import { openExport } from '../features/exports/index.ts';
import { type ApiParts, guarded, ONE } from './route.ts';
import { createRoute, z } from './zod.ts';

const day = z
  .string()
  .regex(/^20\d{2}-\d{2}-\d{2}$/)
  .optional();
const file = { schema: z.string().openapi({ format: 'binary' }) };

/** GET /exports/{kind}. */
export function exportRoutes({ api, deps, gate }: ApiParts): void {
  const route = createRoute({
    method: 'get',
    path: '/api/v1/exports/{kind}',
    summary: 'Export as a file',
    description: 'Streamed, whatever its size, and put on record. Columns are described in docs/exports.md.',
    ...guarded(gate, 'Exports', { scope: 'exports:run', what: 'export.run' }),
    request: {
      params: z.object({ kind: z.enum(EXPORT_KINDS).openapi({ param: { name: 'kind', in: 'path' } }) }),
      query: z.strictObject({
        format: z.enum(EXPORT_FORMATS).default('csv'),
        from: day,
        to: day,
        site: z.uuid().optional(),
        need: z.string().max(40).optional(),
        state: z.string().max(40).optional(),
      }),
    },
    responses: {
      200: {
        description: 'The file',
        content: {
          'text/csv': file,
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': file,
        },
      },
      ...ONE,
    },
  });
  api.openapi(route, async (c) => {
    const { actor } = c.get('caller');
    const { site: siteId, ...words } = c.req.valid('query');
    const { site: _none, ...query } = readQuery({ ...c.req.valid('param'), ...words });
    const reader = { actor, locale: 'en', channel: 'api' };
    const opened = await openExport(deps, reader, { ...query, siteId });
    return c.body(opened.stream, 200, {
      'Content-Type': opened.type,
      'Content-Disposition': `attachment; filename="${opened.name}"`,
    });
  });
}
