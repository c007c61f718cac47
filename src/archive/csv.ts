// Tables for people: what opens in a spreadsheet, and is taken for a formula by none.
import { stringify } from 'csv-stringify/sync';

/** A column of a table for people: its head, and what stands in it of a row. */
export type CsvColumn<Row> = readonly [head: string, cell: (row: Row) => string | number | null];

/** With the mark by which spreadsheets know UTF-8. */
export const csvHead = <Row>(columns: readonly CsvColumn<Row>[]): string =>
  `\uFEFF${lines([columns.map(([head]) => head)])}`;

/**
 * RFC 4180, CRLF. A cell that begins like a formula (= + - @, tab, CR, and their wide forms) gets an apostrophe before
 * it, also behind white space, which some readers skip; NUL goes, which some end at. Where a spreadsheet parts cells by
 * semicolons or tabs, our quotes stand in the middle of its cells and hold nothing together: there a cell begins behind
 * each of these and behind each line break, and what looks like a formula then has its apostrophe as well.
 */
export const csvRows = <Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string =>
  lines(rows.map((row) => columns.map(([, cell]) => defused(cell(row)))));

const lines = (cells: (string | number | null)[][]): string =>
  stringify(cells, { record_delimiter: 'windows', quoted_string: true });

const FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** Where another reader's cell may begin: its quotes and white space are skipped. */
const FORMULA_INSIDE = /(?<=[;\t\r\n\v\f\u0085\u2028\u2029]["\s\p{Cf}\p{Cc}]*)(?=[=+\-@＝＋－＠])/gu;

function defused(cell: string | number | null): string | number | null {
  if (typeof cell !== 'string') return cell;
  const plain = cell.replaceAll('\0', '').replaceAll(FORMULA_INSIDE, "'");
  return FORMULA.test(plain) ? `'${plain}` : plain;
}
