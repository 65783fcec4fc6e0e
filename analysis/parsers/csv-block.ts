/** A CSV within a text, as PowerShell and wmic write it: its heading names the columns, and #TYPE may stand above. */
import { cellsOf } from './perfmon-csv/header.ts';

export interface CsvHead {
  /** In lower case. */
  readonly names: readonly string[];
  readonly separator: string;
  /** Index of the first row. */
  readonly rows: number;
}

const type = /^#TYPE \S{1,200}$/;
const separators = [',', ';', '\t'];
/** Get-Process | Export-Csv has some seventy columns. */
const maxColumns = 300;

/** No name of a column: a command that selects columns has commas too (`Get-Process w3wp | fl Id, Name`, `wmic process where name="…" get …`). */
const isCommand = (name: string): boolean => /[|={}$@>\\]|^(?:wmic|ps|gps|get-\w{1,40}) /.test(name);

/** The heading at `at`; null where the line is none. */
export function csvHead(lines: readonly string[], at: number): CsvHead | null {
  const from = type.test(lines[at] ?? '') ? at + 1 : at;
  const line = lines[from] ?? '';
  if (line.length > 8000 || !/^"?[A-Za-z_]/.test(line)) return null;
  const separator = separators.find((each) => line.includes(`"${each}"`)) ?? separators.find((each) => line.includes(each));
  if (separator === undefined) return null;
  const names = cellsOf(line, separator).map((cell) => cell.trim().toLowerCase());
  return names.length < 2 || names.length > maxColumns || names.some(isCommand) ? null : { names, separator, rows: from + 1 };
}

const isRow = (line: string, { names, separator }: CsvHead): boolean => line !== '' && cellsOf(line, separator).length === names.length;

/** Lines from `at` on that are one CSV whose heading `isMine` takes; 0 where they are none. wmic leaves empty lines between. */
export function csvSpan(lines: readonly string[], at: number, isMine: (names: readonly string[]) => boolean): number {
  const head = csvHead(lines, at);
  if (head === null || !isMine(head.names)) return 0;
  let end = head.rows;
  for (let row = head.rows; row < lines.length; row += 1) {
    const line = lines[row] ?? '';
    if (line === '' && row - end < 2) continue;
    if (!isRow(line, head)) break;
    end = row + 1;
  }
  return end - at;
}

/** Its rows by column name. */
export function csvRows(lines: readonly string[], head: CsvHead): readonly ReadonlyMap<string, string>[] {
  return lines.slice(head.rows).flatMap((line) => {
    if (!isRow(line, head)) return [];
    const cells = cellsOf(line, head.separator);
    return [new Map(head.names.map((name, index) => [name, cells[index] ?? '']))];
  });
}
