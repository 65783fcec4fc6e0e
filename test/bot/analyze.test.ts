import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { removeFolder } from './support/page-client.ts';

const program = fileURLToPath(new URL('../../bot/analyze.ts', import.meta.url));
const seeds = fileURLToPath(new URL('../../../shared/seeds/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumbline-analyze-'));
afterAll(() => removeFolder(folder));

function analyze(
  args: readonly string[],
  stdin = '',
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; out: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, ...env } });
    const said = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk) => (said.errors += String(chunk)));
    child.on('close', (code) => resolve({ code, ...said }));
    child.stdin.end(stdin);
  });
}

const counters = `"(PDH-CSV 4.0) (UTC)(0)","\\\\WEB01\\Process(w3wp)\\Private Bytes"\n"01/15/2026 12:00:00.000","1000000"\n"01/15/2026 12:00:15.000","1000100"\n`;

describe('files without a chat', () => {
  it('end with 2 where nothing could be read, and say why', async () => {
    const { code, out } = await analyze([], 'hello there');
    expect(code).toBe(2);
    expect(out).toContain('stdin: ');
    const missing = await analyze(['no-such-file.csv', '.']);
    expect(missing.code).toBe(2);
    expect(missing.out).toContain('no-such-file.csv: There is no such file.');
    expect(missing.out).toContain('.: It is a folder; name the files in it.');
  });

  it('with the same bytes are cited by the first name, in whatever order they came', async () => {
    for (const name of ['same-a.csv', 'same-b.csv']) writeFileSync(join(folder, name), counters);
    const [one, other] = [await analyze(['--json', 'same-a.csv', 'same-b.csv']), await analyze(['--json', 'same-b.csv', 'same-a.csv'])];
    expect((JSON.parse(one.out) as { evidence: readonly unknown[] }).evidence).toEqual([expect.objectContaining({ file: 'same-a.csv' })]);
    expect(other.out).toBe(one.out);
  });

  it('with the same bytes and names of two times are two readings between which nothing has changed', async () => {
    const list =
      'Nthandle v5.0 - Handle viewer\n\nHandle type summary:\n  Event           : 9440\n  File            : 120\nTotal handles: 9560\n';
    const names = ['h_20260519_0700.txt', 'h_20260519_0900.txt', 'h.txt'];
    for (const name of names) writeFileSync(join(folder, name), list);
    const { evidence } = JSON.parse((await analyze(['--json', ...names.toReversed()])).out) as { evidence: readonly { file: string }[] };
    expect(evidence.map(({ file }) => file).sort()).toEqual(names.slice(0, 2));
  });

  it('are read where their size is not known beforehand', async () => {
    if (!existsSync('/proc/self/status')) return;
    writeFileSync(join(folder, 'piped.csv'), counters);
    const piped = spawnSync('sh', ['-c', 'cat piped.csv | "$0" "$1" --json /dev/stdin', process.execPath, program], { cwd: folder });
    expect(piped.status).toBe(3);
    expect(String(piped.stdout)).toContain('perfmon-csv');
    const live = await analyze(['--json', '/proc/self/status']);
    expect((JSON.parse(live.out) as { unread: unknown[] }).unread).toEqual([]);
  });

  it('choose no process for each other: none is called foreign because another one was named first', async () => {
    writeFileSync(join(folder, 'w3wp.csv'), counters);
    writeFileSync(join(folder, 'status.txt'), 'Name:\tbillingd\nPid:\t77\nVmSize:\t  900000 kB\nVmRSS:\t  300000 kB\nThreads:\t4\n');
    const notes = async (...files: readonly string[]): Promise<string> => (await analyze(['--json', ...files])).out;
    for (const files of [
      ['w3wp.csv', 'status.txt'],
      ['status.txt', 'w3wp.csv'],
    ]) {
      const out = await notes(...files);
      expect(out).toContain('proc-status');
      expect(out).not.toMatch(/the case is about|kept with the evidence/);
    }
  });

  it('end with 3 where there is too little to judge', async () => {
    const { code, out } = await analyze([], counters);
    expect({ code, out }).toMatchObject({ code: 3 });
  });

  it('end with 1 and the usage where the arguments make no sense, and with 0 for help', async () => {
    const wrong = await analyze(['--jsno', 'x']);
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.errors).toContain('npm run analyze');
    expect(await analyze(['--help'])).toMatchObject({ code: 0, errors: '' });
  });

  it('judge what can be read beside a file that cannot', async () => {
    writeFileSync(join(folder, 'noise.bin'), Buffer.alloc(1000, 0x81));
    writeFileSync(join(folder, 'a.csv'), counters);
    const { code, out } = await analyze(['--json', 'noise.bin', 'a.csv']);
    const json = JSON.parse(out) as {
      evidence: { file: string; sha256: string }[];
      unread: { file: string }[];
      verdict: { class: string };
    };
    expect(code).toBe(3);
    expect(json.evidence.map((each) => each.file)).toEqual(['a.csv']);
    expect(json.evidence[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(json.unread.map((each) => each.file)).toEqual(['noise.bin']);
  });

  it('inside an archive are read each, and a report shows what was read of which', async () => {
    writeFileSync(join(folder, 'logs.zip'), zipSync({ 'run/a.csv': strToU8(counters), 'chart.png': strToU8('\u0001\u0000PNG') }));
    const { code, out } = await analyze(['--json', '--report', 'zipped.html', 'logs.zip']);
    const json = JSON.parse(out) as { evidence: { file: string; format: string }[]; unread: { file: string }[] };
    expect(code).toBe(3);
    expect(json.evidence).toEqual([expect.objectContaining({ file: 'logs.zip › run/a.csv', format: 'perfmon-csv' })]);
    expect(json.unread.map((each) => each.file)).toEqual(['logs.zip › chart.png']);
    const report = readFileSync(join(folder, 'zipped.html'), 'utf8');
    expect(report).toContain('logs.zip › run/a.csv');
    expect(report).toContain('Process(w3wp)');
  });

  it('in an archive for which there is no room on the disk are answered with what to do', async () => {
    writeFileSync(join(folder, 'room.zip'), zipSync({ 'a.csv': strToU8(counters) }));
    const { code, out } = await analyze(['room.zip'], '', { TMPDIR: join(folder, 'no-such-folder') });
    expect(code).toBe(2);
    expect(out).toContain('room.zip: The archive could not be unpacked further');
  });

  it('tie a deployment that is noted in a file of its own to the moment when the growth began', async () => {
    const rows = Array.from({ length: 960 }, (_, i) => {
      const at = new Date(Date.UTC(2026, 0, 15, 8) + i * 30_000);
      const time = `01/15/2026 ${at.toISOString().slice(11, 19)}.000`;
      return `"${time}","${Math.round(5e8 + 1e5 * Math.sin(i * 2.1) + (i > 480 ? 1e6 * (i - 480) : 0))}"`;
    });
    writeFileSync(join(folder, 'curve.csv'), `${counters.split('\n')[0] ?? ''}\n${rows.join('\n')}\n`);
    writeFileSync(join(folder, 'note.txt'), 'Deployed v4.2 (export rewritten) at 2026-01-15 12:00 UTC\n');
    const { code, out } = await analyze(['--json', 'curve.csv', 'note.txt']);
    const { findings, unread } = JSON.parse(out) as { findings: { rule: string; says: string }[]; unread: unknown[] };
    expect(code).not.toBe(2);
    expect(unread).toEqual([]);
    expect(findings.filter(({ rule }) => rule === 'deployment').map(({ says }) => says)).toEqual([expect.stringContaining('v4.2')]);
  });

  it('take the time of such a note without a zone by the clock that the logs were written by', async () => {
    const curve = readFileSync(join(folder, 'curve.csv'), 'utf8').split('\n');
    const east = curve
      .map((line, i) => (i === 0 ? line.replace(/\([^()]*\)\(-?\d+\)/, '(W. Europe Standard Time)(-120)') : line))
      .join('\n');
    expect(east).not.toBe(curve.join('\n'));
    writeFileSync(join(folder, 'east.csv'), east);
    writeFileSync(join(folder, 'local.txt'), 'Deployed v4.2 at 2026-01-15 12:00\n');
    const [there, utc] = [await analyze(['--json', 'east.csv', 'local.txt']), await analyze(['--json', 'curve.csv', 'note.txt'])];
    const says = ({ out }: { readonly out: string }): unknown =>
      (JSON.parse(out) as { findings: { rule: string; strength: string }[] }).findings.find(({ rule }) => rule === 'deployment')?.strength;
    expect(says(there)).toBe(says(utc));
    expect(says(there)).toBe('strong');
  });

  it('read such a note in an archive too, beside its outputs or in one of its own, in UTF-16 as well', async () => {
    const [curve, note] = ['curve.csv', 'note.txt'].map((name) => readFileSync(join(folder, name)));
    const wide = Buffer.from(`\ufeff${String(note)}`, 'utf16le');
    const inner = zipSync({ 'notes/what happened.txt': new Uint8Array(wide), 'list.txt': strToU8('eggs, milk') });
    writeFileSync(join(folder, 'both.zip'), zipSync({ 'a note.txt': new Uint8Array(note!), 'run/curve.csv': new Uint8Array(curve!) }));
    writeFileSync(join(folder, 'outer.zip'), zipSync({ 'inner.zip': inner }));
    for (const [files, left] of [
      [['both.zip'], []],
      [['outer.zip', 'curve.csv'], ['outer.zip › inner.zip › list.txt']],
      [['curve.csv', 'outer.zip'], ['outer.zip › inner.zip › list.txt']],
    ] as const) {
      const { out } = await analyze(['--json', ...files]);
      const { findings, unread } = JSON.parse(out) as { findings: { rule: string; says: string }[]; unread: { file: string }[] };
      expect(unread.map((each) => each.file)).toEqual(left);
      expect(findings.filter(({ rule }) => rule === 'deployment').map(({ says }) => says)).toEqual([expect.stringContaining('v4.2')]);
    }
  });

  it('end quietly where nobody reads on', () => {
    writeFileSync(join(folder, 'many.txt'), `${counters}\n`);
    const args = Array.from({ length: 400 }, () => 'many.txt').join(' ');
    const cut = spawnSync('sh', ['-c', `"$0" "$1" --json ${args} | true`, process.execPath, program], { cwd: folder });
    expect(String(cut.stderr)).toBe('');
  });

  it('show a file’s name as text: nothing in it moves the cursor', async () => {
    const { out } = await analyze(['\u001b[2Jevil.csv']);
    expect(out).not.toContain('\u001b');
  });

  (existsSync(seeds) ? it : it.skip)(
    'give the golden verdict for the article about GDI+, as JSON and as a report (needs ../shared)',
    async () => {
      const { code, out } = await analyze(['--json', '--report', 'report.html', join(seeds, '004_5cde6f5522bf235a.txt')]);
      const { verdict } = JSON.parse(out) as {
        verdict: { class: string; component: string; ownFrame: string; growth: { bytesPerHour: number } };
      };
      expect(code).toBe(0);
      expect(verdict).toMatchObject({ class: 'native', ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome' });
      expect(verdict.component).toContain('GdiPlus!GpMemoryBitmap::AllocBitmapData');
      expect(verdict.growth.bytesPerHour / 2 ** 30).toBeCloseTo(1.3, 2);
      const report = readFileSync(join(folder, 'report.html'), 'utf8');
      expect(report).toContain('1.30 GB');
      expect(report).not.toMatch(/<script/i);
    },
  );
});
