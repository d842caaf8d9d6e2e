import type { ExportQuery, ReadQuery } from '../../domain/export/query.ts';
import { UserError } from '../../errors.ts';
import { listSites } from '../../store/sites.ts';
import type { Reader } from '../../store/transaction.ts';

/** A query with its site looked up by name, in any letter case. @throws UserError that names the sites there are */
export async function withSite(db: Reader, { site, ...query }: ReadQuery): Promise<ExportQuery> {
  if (!site) return query;
  const sites = await listSites(db);
  const found = sites.find(({ name }) => name.toLowerCase() === site.toLowerCase());
  if (!found) {
    const known = sites.map(({ name }) => name).join(', ') || '–';
    throw new UserError('staff-exports:error.site', { word: site, known });
  }
  return { ...query, siteId: found.id };
}
