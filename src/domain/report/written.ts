/** A report written out: as text for a chat, and as the sheets of a workbook. */
import { isolate } from '../isolate.ts';
import { type ReportView, type ShownFigure, type Speech, sayIn } from './view.ts';

/** Characters that every platform takes in one message. */
export const ONE_MESSAGE = 1900;

/** The report as text: every section in a line, zeros included. */
export function reportText(view: ReportView, speech: Speech): string {
  const say = sayIn(speech);
  const figure = ({ label, value, late }: ShownFigure): string => {
    const text = `${label} ${value ?? '—'}`;
    return late > 0 ? `${text} ${say('late', { count: late })}` : text;
  };
  const row = (name: string, figures: readonly ShownFigure[]): string =>
    say('row', { name, figures: figures.map(figure).join(' · ') });
  const { correction } = view;
  const parts = [
    [view.title, view.asOf],
    correction ? [correction.head, ...correction.changes.map((change) => `• ${change}`)] : [],
    view.sections.flatMap(({ title, figures, lines }) => [
      row(title, figures),
      ...lines.map((line) => `  ${line}`),
    ]),
    view.sites.length > 0 ? [say('sites'), ...view.sites.map(({ name, figures }) => row(name, figures))] : [],
    [view.remark === null ? say('remark.none') : say('remark', { remark: isolate(view.remark) })],
    [view.signature],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** The same in three lines, for whoever gets the rest as a file. */
export const reportHead = (view: ReportView): string =>
  [
    view.title,
    view.asOf,
    ...(view.correction ? [view.correction.head] : []),
    ...(view.remark === null ? [] : [`“${isolate(view.remark)}”`]),
    view.signature,
  ].join('\n');

/** One cell of a table. */
export type SheetCell = string | number | null;

/** A sheet of a workbook; its first row stands out. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
}

/** The report as sheets: figures, tickets and sites. */
export function reportSheets(view: ReportView, speech: Speech): Sheet[] {
  const say = sayIn(speech);
  const head = ['column.section', 'column.figure', 'column.value', 'column.late'].map((key) => say(key));
  const figures = view.sections.flatMap(({ title, figures: all }) =>
    all.map(({ label, value, late }): SheetCell[] => [title, label, value, late]),
  );
  const about: SheetCell[][] = [
    [view.title, null, null, null],
    [view.asOf, null, null, null],
    ...(view.correction
      ? [view.correction.head, ...view.correction.changes].map((text) => [text, null, null, null])
      : []),
    [view.remark === null ? say('remark.none') : say('remark', { remark: view.remark }), null, null, null],
    [view.signature, null, null, null],
  ];
  const tickets = view.sections.flatMap(({ title, lines }) =>
    lines.map((line): SheetCell[] => [title, line]),
  );
  const [first] = view.sites;
  return [
    { name: say('sheet.figures'), rows: [head, ...figures] },
    { name: say('sheet.about'), rows: about },
    {
      name: say('sheet.tickets'),
      rows: [[say('column.section'), say('column.ticket')], ...tickets],
    },
    ...(first
      ? [
          {
            name: say('sheet.sites'),
            rows: [
              [say('column.site'), ...first.figures.map(({ label }) => label)],
              ...view.sites.map(({ name, figures: all }) => [name, ...all.map(({ value }) => value)]),
            ],
          },
        ]
      : []),
  ];
}
