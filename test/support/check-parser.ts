/**
 * What every parser must stand: HOUSE §10. Registers the tests for one example of one parser inside
 * the caller's `describe`; what the reading should say is the caller's own expectation.
 */
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { normalisedLines } from '../../analysis/lines.ts';
import { byteParsers, textParsers } from '../../analysis/parsers/index.ts';
import { decodeText } from '../../analysis/text.ts';
import type { Reading, ReadResult, TextParser } from '../../analysis/types.ts';

export interface ParserExample {
  /** Id of the parser that must read it. */
  readonly parser: string;
  readonly text: string;
  /** How many blocks of this parser the example holds; 1 unless said. */
  readonly blocks?: number;
  /** The name it is dropped under; `pasted text` unless said. */
  readonly name?: string;
  /** What must not be tried on this example, with the reason in the caller's comment. */
  readonly without?: readonly ('nbsp' | 'prompt' | 'utf16')[];
}

/** Reads text as if it had been pasted. */
export function readText(text: string, name = 'pasted text'): ReadResult {
  return readBytes(name, new TextEncoder().encode(text));
}

/** The readings of one parser in what was read, in order. */
export function readingsOf(result: ReadResult, parser?: string): readonly Reading[] {
  return result.blocks.filter((block) => parser === undefined || block.parser === parser).flatMap((block) => block.readings);
}

/** UTF-16LE with its byte-order mark, as PowerShell's `>` writes it. */
export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}

/** Ids of the parsers that claim each block of a text where it begins: one each, or two quarrel over it. */
export function claimers(text: string): readonly (readonly string[])[] {
  const bytes = new TextEncoder().encode(text);
  const byBytes = byteParsers.filter((each) => each.recognises(bytes.subarray(0, 4096), bytes.length));
  if (byBytes.length > 0) return [byBytes.map((each) => each.id)];
  const lines = normalisedLines(decodeText(bytes).text);
  const lower = lines.join('\n').toLowerCase();
  const asked = textParsers.filter((each) => each.hints.some((hint) => lower.includes(hint)));
  const starts = readText(text).blocks.map((block) => block.fromLine - 1);
  return starts.map((at) => claimersAt(lines, at, asked));
}

const claimersAt = (lines: readonly string[], at: number, parsers: readonly TextParser[]): readonly string[] =>
  parsers.filter((each) => each.span(lines, at) > 0).map((each) => each.id);

/** A pattern's line is the line of the whole paste: what stands above moves it. */
function moved(reading: Reading, linesAbove: number): Reading {
  if (reading.kind !== 'source') return reading;
  return { ...reading, patterns: reading.patterns.map((each) => ({ ...each, line: each.line + linesAbove })) };
}

/** Registers the tests that hold for any output: see the file's comment. */
export function checkParser(title: string, example: ParserExample): void {
  const { parser, text, blocks = 1, name = 'pasted text', without = [] } = example;
  const expected = readingsOf(readText(text, name), parser);
  const same = (bytes: Uint8Array, linesAbove = 0): void => {
    expect(readingsOf(readBytes(name, bytes), parser)).toEqual(expected.map((reading) => moved(reading, linesAbove)));
  };
  const encode = (changed: string): Uint8Array => new TextEncoder().encode(changed);
  const unix = text.replaceAll('\r\n', '\n');

  describe(title, () => {
    it(`is read by ${parser} and by nothing else`, () => {
      expect(readText(text, name).blocks.map((block) => block.parser)).toEqual(Array.from({ length: blocks }, () => parser));
      for (const claimed of claimers(text)) expect(claimed).toEqual([parser]);
    });
    it('reads the same with CRLF and with LF', () => {
      same(encode(unix));
      same(encode(unix.replaceAll('\n', '\r\n')));
    });
    it('reads the same with a byte-order mark', () => same(encode(`\ufeff${text}`)));
    if (!without.includes('utf16')) it('reads the same in UTF-16', () => same(utf16(text)));
    if (!without.includes('nbsp')) it('reads the same with no-break spaces for blanks', () => same(encode(text.replaceAll(' ', '\u00a0'))));
    if (!without.includes('prompt')) {
      it('reads the same behind a prompt and before one', () =>
        same(encode(`PS C:\\Tools> .\\run-it.cmd\r\n${text}\r\nPS C:\\Tools> `), 1));
    }
    it('answers when it is cut anywhere', () => {
      for (const part of [0.1, 0.25, 0.5, 0.75, 0.9]) {
        const cut = readText(text.slice(0, Math.floor(text.length * part)), name);
        expect(cut.blocks.length + cut.unread.length).toBeGreaterThan(0);
      }
    });
    it('survives being stored as JSON', () => {
      const result = readText(text, name);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    });
  });
}
