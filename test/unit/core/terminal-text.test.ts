import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TerminalText } from '../../../src/core/terminal-text';
import { hostileTexts } from '../../support/hostile';

function shown(text: string | Buffer, size = Number.POSITIVE_INFINITY): string {
  const terminal = new TerminalText();
  const bytes = Buffer.from(text as string);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(terminal.convert(bytes.subarray(at, at + size)));
  return Buffer.concat(pieces).toString('utf8');
}

/** Everything that a terminal obeys, except colours, movements and clearing. */
// eslint-disable-next-line no-control-regex -- these are the characters that must not be there
const obeyed = /\u001b(?!\[[\d;:]*[A-HJKfm])|[\u0080-\u009f]|[\u0000-\u0007\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/u;

describe('output for a terminal that is only read', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['colours, progress bars and cleared lines', '\u001b[1;31mred\u001b[0m 10 %\r\u001b[2K\u001b[1A20 %\b\t\n', '\u001b[1;31mred\u001b[0m 10 %\r\u001b[2K\u001b[1A20 %\b\t\n'],
    ['letters of all scripts', 'é ¢ 文字 👩‍👧 שלום', 'é ¢ 文字 👩‍👧 שלום'],
    ['no clipboard', 'a\u001b]52;c;eA==\u0007b\u001b]52;c;eA==\u001b\\c', 'abc'],
    ['no title, no link, no mark of a command', '\u001b]0;t\u0007a\u001b]8;;http://x\u001b\\b\u001b]8;;\u001b\\\u001b]633;E;rm\u0007', 'ab'],
    ['no picture and no question', 'a\u001bPq#0\u001b\\b\u001b[cc\u001b[6nd\u001b[?1049he\u001b[>4;2mf', 'abcdef'],
    ['no mouse, no other letters, no reset', '\u001b[?1000ha\u001b(0b\u001bcc\u000ed', 'abcd'],
    ['no controls of eight bits', 'a\u009b2Jb\u009d52;c;eA==\u009cc\u0085d', 'abcd'],
    ['lines after a control string that does not end', 'a\u001b]0;never\nb\u001b_\nc', 'a\nb\nc'],
    ['no bell, no nul', 'a\u0007\u0000b\u007f', 'ab'],
  ];
  for (const [what, text, expected] of cases) it(`keeps ${what}`, () => assert.equal(shown(text), expected));

  it('is the same however the bytes are cut', () => {
    for (const [, text] of [...cases, ...Object.entries(hostileTexts)]) {
      for (const size of [1, 2, 3, 7]) assert.equal(shown(text, size), shown(text), JSON.stringify(text.slice(0, 80)));
    }
  });

  it('shows what comes after a control string that is too long to be one', () => {
    const text = `\u001b]0;${'x'.repeat(10_000)}`;
    assert.match(shown(text, 1000), /^x+$/);
    assert.match(shown(`${text}\nend`, 1000), /\nend$/);
  });

  it('lets nothing through that a terminal obeys, whatever comes', () => {
    for (const [what, text] of Object.entries(hostileTexts)) assert.doesNotMatch(shown(text), obeyed, what);
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('\u001b', '\u001b[', '\u001b]', '\u001bP', '\u001b\\', '\u009b', '\u009d', '\u009c', '\u0007', '\n', '2', ';', '?', ' ', 'm', 'J', 'h', '\u00a2'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), (parts, size) => {
        assert.doesNotMatch(shown(parts.join(''), size), obeyed);
        assert.doesNotMatch(shown(parts.join('')), obeyed);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives plain bytes as they are', () => {
    const bytes = Buffer.from('plain\nlines\n');
    assert.equal(new TerminalText().convert(bytes), bytes);
  });
});
