import { describe, expect, it } from '@jest/globals';
import { withoutSymbolNoise } from '../../analysis/symbol-noise.ts';

describe('symbol noise', () => {
  it('is taken out of the line that it interrupted, and the halves are joined', () => {
    const lines = [
      '0a 0b *** ERROR: Symbol file could not be found.  Defaulted to export symbols for w3dt.dll - ',
      'w3dt!Query+0x1',
      'next',
    ];
    expect(withoutSymbolNoise(lines)).toEqual({ lines: ['0a 0b w3dt!Query+0x1', 'next'], withoutSymbols: ['w3dt.dll'] });
  });

  it('vanishes where it stands on a line of its own', () => {
    const lines = [
      'one',
      '** WARNING: Unable to verify checksum for MyApp.exe',
      '*** WARNING: Unable to verify timestamp for x.dll',
      'two',
    ];
    expect(withoutSymbolNoise(lines)).toEqual({ lines: ['one', 'two'], withoutSymbols: [] });
  });

  it('may interrupt one line twice', () => {
    const lines = [
      'a *** ERROR: Module load completed but symbols could not be loaded for x.dll',
      '*** ERROR: Symbol file could not be found.  Defaulted to export symbols for y.dll - ',
      'b',
    ];
    expect(withoutSymbolNoise(lines)).toEqual({ lines: ['a b'], withoutSymbols: ['x.dll', 'y.dll'] });
  });

  it('leaves other lines as they are', () => {
    const lines = ['** bold **', 'a *** b'];
    expect(withoutSymbolNoise(lines).lines).toBe(lines);
  });
});
