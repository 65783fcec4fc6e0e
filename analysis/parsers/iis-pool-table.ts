/**
 * Get-IISAppPool's table; it tells neither a process nor a limit, so it is answered with what does.
 *
 *   Name                 Status       CLR Ver  Pipeline Mode  Start Mode
 *   ----                 ------       -------  -------------  ----------
 *   DefaultAppPool       Started      v4.0     Integrated     OnDemand
 *
 * Microsoft Learn: Get-IISAppPool (IISAdministration).
 */
import type { Parsed, TextParser } from '../types.ts';

const header = /^\s{0,8}Name\s{1,80}Status\s{1,40}CLR Ver\s{1,40}Pipeline Mode\s{1,40}Start Mode$/i;
const row = /^\s{0,8}\S.{0,200}\s(?:Started|Stopped|Starting|Stopping|Unknown)\s.{0,200}\s(?:Integrated|Classic)\s{1,40}\w{1,30}$/;

function span(lines: readonly string[], from: number): number {
  if (!header.test(lines[from] ?? '')) return 0;
  let at = from + 1;
  while (/^\s{0,8}-{2,60}(?:\s{1,60}-{2,60}){0,8}$/.test(lines[at] ?? '') || ((lines[at] ?? '').length < 500 && row.test(lines[at] ?? '')))
    at++;
  return at - from;
}

function parse(lines: readonly string[]): Parsed {
  const pools = lines.filter((line) => row.test(line)).length;
  return {
    ok: false,
    problem: `This lists ${pools === 1 ? 'one application pool' : `${pools} application pools`}, but neither their processes nor their limits. Run %windir%\\system32\\inetsrv\\appcmd list wp for the pid, and appcmd list apppool "POOL" /text:* for what recycles it.`,
    line: 1,
  };
}

export const iisPoolTable: TextParser = {
  id: 'iis-pool-table',
  title: 'Application pools (Get-IISAppPool)',
  hints: ['pipeline mode'],
  span,
  parse,
};
