/** Comparisons of heaps that name the stack by its number alone. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';

const verdictIn = (text: string) => judge(evidenceInText('pasted.txt', new TextEncoder().encode(text)), defaultScope).verdict;
const compared = '+ 61a0 ( f210 - 9070) 2c allocs BackTrace00071\nTotal increase == 61a0\n\n';
const frames = (...inner: readonly string[]): string =>
  [...inner, 'tills!Receipt::Print+0x0000001E', 'tills!main+0x0000002C', 'KERNEL32!BaseProcessStart+0x0000003D'].join('\n');

describe('a comparison of heaps without its stacks', () => {
  it('is about the code in the one allocation stack that was pasted beside it', () => {
    const stack = frames('ntdll!RtlAllocateHeap+0x00000808', 'tills!malloc+0x00000016');
    expect(verdictIn(compared + stack)).toMatchObject({ class: 'native', component: 'tills!Receipt::Print' });
  });

  it('names the number where there is none, or a thread that waits', () => {
    expect(verdictIn(compared).component).toBe('BackTrace00071');
    const waiting = frames('ntdll!NtWaitForSingleObject+0x00000014', 'KERNELBASE!WaitForSingleObjectEx+0x0000008E');
    expect(verdictIn(compared + waiting).component).toBe('BackTrace00071');
  });
});
