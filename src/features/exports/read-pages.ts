/** The rows of an export as cells, a page at a time, and the next page already on its way. */
import { createCells, type ExportCell } from '../../domain/export/cells.ts';
import type { Db } from '../../store/db.ts';
import { type ExportCursor, type ExportWish, readExportPage } from '../../store/export-rows.ts';

/** Some rows. */
export type CellRows = readonly (readonly ExportCell[])[];

/** Ends after the page in hand when it is left. */
export async function* readPages(db: Db, wish: ExportWish, pageRows: number): AsyncGenerator<CellRows> {
  const cellsOf = createCells(wish.columns, wish.actor);
  const read = (after: ExportCursor | undefined): ReturnType<typeof readExportPage> => {
    const page = readExportPage(db, wish, after, pageRows);
    page.catch(() => {}); // told where the page is awaited
    return page;
  };
  let coming: ReturnType<typeof readExportPage> | undefined = read(undefined);
  try {
    while (coming) {
      const page: Awaited<typeof coming> = await coming;
      coming = page.next && read(page.next);
      if (page.rows.length > 0) yield page.rows.map(cellsOf);
    }
  } finally {
    await coming?.catch(() => {});
  }
}
