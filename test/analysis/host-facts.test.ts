import { describe, expect, it } from '@jest/globals';
import { hostFacts } from '../../analysis/host-facts.ts';
import type { Evidence } from '../../analysis/types.ts';
import { untoldHost } from '../../analysis/untold-host.ts';
import { evidenceOf, hostOf, lifeOf, minute, noon } from '../support/evidence.ts';

const GB = 1024 ** 3;
const preflight = hostOf('preflight', {
  takenAt: noon,
  os: 'Windows Server 2016',
  freeDiskBytes: 40 * GB,
  tools: ['procdump64'],
  rights: 'administrator',
});
const appcmd = hostOf('appcmd', { poolLimitBytes: 1.8 * GB, restartEveryMs: 29 * 60 * minute });

describe('what is known of the host', () => {
  it('is merged field by field: an undated pool limit is not hidden by a preflight', () => {
    for (const order of [
      [preflight, appcmd],
      [appcmd, preflight],
    ]) {
      const facts = hostFacts(order);
      expect(facts.poolLimitBytes).toEqual({ value: 1.8 * GB, evidence: 'appcmd', from: 'appcmd', takenAt: null });
      expect(facts.freeDiskBytes).toMatchObject({ value: 40 * GB, evidence: 'preflight', takenAt: noon });
      expect(facts.tools).toEqual(['procdump64']);
      expect(facts.ceilingBytes).toBeNull();
    }
  });

  it('takes the newest that tells a field, and what is dated before what is not', () => {
    const later = hostOf('later', { takenAt: noon + minute, freeDiskBytes: 12 * GB, poolLimitBytes: 0 });
    expect(hostFacts([later, preflight, appcmd]).freeDiskBytes!.value).toBe(12 * GB);
    expect(hostFacts([later, preflight, appcmd]).poolLimitBytes).toMatchObject({ value: 0, evidence: 'later' });
    expect(hostFacts([preflight, hostOf('old', { freeDiskBytes: 99 * GB })]).freeDiskBytes!.value).toBe(40 * GB);
  });

  it('takes of two that tell no time the lower, in any order', () => {
    const other = hostOf('other', { poolLimitBytes: 1.2 * GB });
    expect(hostFacts([appcmd, other]).poolLimitBytes!.value).toBe(1.2 * GB);
    expect(hostFacts([other, appcmd])).toEqual(hostFacts([appcmd, other]));
  });

  it('holds a process under every ceiling at the same time: the lowest of what each tool told last', () => {
    const container = { ...hostOf('container', { takenAt: noon, ceilingBytes: 8 * GB }), parser: 'sampler-lines' };
    const raised = { ...hostOf('raised', { takenAt: noon + minute, ceilingBytes: 10 * GB }), parser: 'sampler-lines' };
    const limits = { ...hostOf('limits', { ceilingBytes: 2 * GB }), parser: 'proc-limits' };
    expect(hostFacts([container, raised]).ceilingBytes!.value).toBe(10 * GB);
    expect(hostFacts([container, raised, limits]).ceilingBytes).toMatchObject({ value: 2 * GB, evidence: 'limits' });
  });

  it('takes the bits from the host before any other output', () => {
    const dump: Evidence = evidenceOf('dump', { kind: 'modules', names: [], life: lifeOf(1, { bitness: 64 }), takenAt: noon });
    const pool: Evidence = evidenceOf('pool', { ...untoldHost, life: lifeOf(1, { bitness: 32 }) });
    expect(hostFacts([dump, pool]).bitness!.value).toBe(32);
    expect(hostFacts([dump]).bitness!.value).toBe(64);
    expect(hostFacts([]).bitness).toBeNull();
  });
});
