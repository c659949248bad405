import assert from 'node:assert/strict';
import { ansiLines, type AnsiStyle, plainAnsiLine } from '../../../src/core/ansi-spans';
import { seededNumbers } from '../../../scripts/seeded-numbers';

const line = (text: string): readonly unknown[][] => (ansiLines(text)[0] ?? []).map(({ text: words, style }) => [words, style]);

describe('coloured output', () => {
  it('is pieces in the colours of the palette', () => {
    assert.deepEqual(line('a\u001b[31mb\u001b[1;42mc\u001b[0md'), [['a', {}], ['b', { foreground: 1 }], ['c', { foreground: 1, bold: true, background: 2 }], ['d', {}]]);
    assert.deepEqual(line('\u001b[97;101mx\u001b[39my\u001b[49mz'), [['x', { foreground: 15, background: 9 }], ['y', { background: 9 }], ['z', {}]]);
    assert.deepEqual(line('\u001b[1;2;3;4;7;9mx\u001b[22;23;24;27;29my'), [['x', { bold: true, dim: true, italic: true, underline: true, inverse: true, strike: true }], ['y', {}]]);
    assert.deepEqual(line('\u001b[31mx\u001b[my'), [['x', { foreground: 1 }], ['y', {}]]);
  });

  it('has the 256 and all other colours, with semicolons or colons', () => {
    const colours = [['38;5;9', 9], ['38;5;16', '#000000'], ['38;5;231', '#ffffff'], ['38;5;208', '#ff8700'], ['38;5;232', '#080808'], ['38;5;255', '#eeeeee'], ['38;2;1;2;300', '#0102ff'], ['38:5:208', '#ff8700']] as const;
    for (const [parameters, foreground] of colours) assert.deepEqual(line(`\u001b[${parameters}mx`), [['x', { foreground }]], parameters);
    const orange: AnsiStyle = { foreground: '#ff8700', bold: true };
    assert.deepEqual(line('\u001b[38;5;208;1mx'), [['x', orange]]);
    for (const broken of ['38', '38;5', '38;5;999', '38;9;1', '999', ';;;']) assert.deepEqual(line(`\u001b[${broken}mx`).map(([text]) => text), ['x'], broken);
  });

  it('goes on in the next line, and lines are those of the text', () => {
    assert.deepEqual(ansiLines('a\u001b[32m\nb\n').map((spans) => spans.map(({ text, style }) => [text, style])), [[['a', {}]], [['b', { foreground: 2 }]]]);
    assert.deepEqual(ansiLines(''), []);
    assert.deepEqual(ansiLines('\n\n').length, 2);
  });

  it('is what was written last where the carriage went back', () => {
    for (const [text, wanted] of [['10%\r20%', '20%'], ['10%\r\u001b[K20%\r', '20%'], ['x\r', 'x'], ['a\u001b[31mb\r\u001b[0mc', 'c'], ['\ra', 'a'], ['a\r\r', 'a']] as const) assert.equal(plainAnsiLine(text), wanted, JSON.stringify(text));
  });

  it('is never anything else than text', () => {
    const next = seededNumbers(5);
    const parts = ['\u001b', '[', ']', '31', 'm', ';', 'x', '\u0007', '\u009b', '\u001b]8;;http://x\u0007', '\u001b[2J', '\u001bc', '\u001bP', '\\', '\r', '<b>', '\u0000', 'é', '\u001b[38;5;'];
    for (let turn = 0; turn < 3000; turn++) {
      const text = Array.from({ length: Math.floor(next() * 12) }, () => parts[Math.floor(next() * parts.length)] ?? '').join('');
      for (const spans of ansiLines(text)) {
        for (const { text: words, style } of spans) {
          // eslint-disable-next-line no-control-regex -- these are the characters to be found
          assert.doesNotMatch(words, /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/, JSON.stringify(text));
          for (const colour of [style.foreground, style.background]) assert.match(String(colour ?? 0), /^(?:\d|1[0-5]|#[0-9a-f]{6})$/);
        }
      }
    }
  });
});
