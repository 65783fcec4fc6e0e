import { describe, expect, it } from '@jest/globals';
import { runtimeOf } from '../../../connectors/linux/process-runtime.ts';

const program = '55d0a0000000-55d0a0010000 r-xp 00000000 08:01 77 /opt/billing/billingd\n';
const range = '7f1000000000-7f5000000000 ---p 00000000 00:00 0 \n';

describe('the runtime of a process by its mappings', () => {
  it('is .NET where the runtime is mapped, or its double-mapped code in a program of one file', () => {
    expect(runtimeOf(`${program}7f0000000000-7f0000100000 r-xp 00000000 08:01 9 /usr/share/dotnet/libcoreclr.so\n`)).toBe('dotnet');
    expect(runtimeOf(`${program}7f0000000000-7f0000100000 rw-s 00000000 00:01 9 /memfd:doublemapper (deleted)\n${range}`)).toBe('dotnet');
  });

  it('is not known where only a large range is reserved: compiled ahead of time, or another runtime', () => {
    expect(runtimeOf(program + range)).toBeNull();
    for (const path of ['/usr/bin/node', '/usr/lib/jvm/java-17/lib/server/libjvm.so', '/usr/bin/python3.11'])
      expect(runtimeOf(`7f0000000000-7f0000100000 r-xp 00000000 08:01 9 ${path}\n${range}`)).toBe('native');
  });

  it('is none of .NET in a program without either, whatever its stacks and arenas reserve', () => {
    expect(runtimeOf(`${program}7f0000021000-7f0004000000 ---p 00000000 00:00 0 \n`)).toBe('native');
  });
});
