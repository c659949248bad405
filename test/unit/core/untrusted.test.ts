import assert from 'node:assert/strict';
import fc from 'fast-check';
import { copiedName, copiedText, escapeHtml, escapeMarkdown, iconFree, markdownList, oneLine } from '../../../src/core/untrusted';

describe('text from outside', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['plain 文字 é 👩‍👩‍👧', 'plain 文字 é 👩‍👩‍👧'],
    ['a\nb\r\nc', 'a⏎b⏎c'],
    ['a\tb', 'a b'],
    ['\u001b[31mred\u001b[0m', '␛red␛'],
    ['\u001b]8;;http://evil\u0007link\u001b]8;;\u0007', '␛link␛'],
    ['\u009b2Jx', '␛x'],
    ['a\u0000b\u0008c\u007f', 'a␀b␈c␡'],
    ['user\u202egnp.exe', 'user\ufffdgnp.exe'],
    ['a\u2066b\u200f', 'a\ufffdb\ufffd'],
    ['a\u2028b', 'a⏎b'],
    ['\ud800x', '\ufffdx'],
    ['a\u{e0041}b', 'a\ufffdb'],
  ];
  for (const [text, shown] of lines) it(`shows ${JSON.stringify(text)} in one line`, () => assert.equal(oneLine(text), shown));

  it('is copied with a sign for what cannot be seen', () => {
    for (const [text, copied] of [['a b é', 'a b é'], ['a\tb', 'a\ufffdb'], ['a\nb', 'a\ufffdb'], ['a\u0007', 'a\ufffd'], ['\u202ea', '\ufffda'], ['\ud800', '\ufffd']] as const) assert.equal(copiedName(text), copied, JSON.stringify(text));
    assert.equal(copiedText('a\tb\r\nc\u0007\nd'), 'a\tb\nc\ufffd\nd');
  });
  it('is a list of names, of many the first', () => {
    assert.equal(markdownList(['a', 'b', 'c']), 'a, b, c');
    assert.equal(markdownList(['a', 'b', 'c'], 2), 'a, b and 1 more');
    assert.equal(markdownList(['[x](y)']), escapeMarkdown('[x](y)'));
    assert.equal(markdownList([]), '');
  });

  it('cuts at the limit without splitting a character', () => {
    assert.equal(oneLine('abcdef', 6), 'abcdef');
    assert.equal(oneLine('abcdefg', 6), 'abcde…');
    assert.equal(oneLine('😀😀😀', 2), '😀…');
    assert.equal(Array.from(oneLine('x'.repeat(10_000_000), 50)).length, 50);
  });

  it('keeps icons from being drawn', () => {
    assert.equal(iconFree('$(zap) $(sync~spin) $5 $()'), '\\$(zap) \\$(sync~spin) $5 $()');
    assert.ok(!escapeMarkdown('$(zap)').includes('$'));
  });

  it('escapes Markdown and HTML', () => {
    assert.equal(escapeMarkdown('[a](command:x)'), '\\[a\\]\\(command\\:x\\)');
    assert.equal(escapeMarkdown('<img src=x>&'), '&lt;img src\\=x&gt;&amp;');
    assert.equal(escapeMarkdown('https://a.b'), 'https\\:\\/\\/a\\.b');
    assert.equal(escapeMarkdown('    code'), '&nbsp;&nbsp;&nbsp;&nbsp;code');
    assert.equal(escapeMarkdown('# a\n- b'), '\\# a⏎\\- b');
    assert.equal(escapeHtml(`<a b="c" d='e'>&\``), '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;&#96;');
  });

  it('lets nothing harmful through, whatever comes', () => {
    const nasty = fc.array(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('\u001b[', '\u001b]', '\u202e', '\n', '$(', '[', '](', '<', '`', '\\', '\u0000', '\ud800')),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 40 }), (parts, limit) => {
        const text = parts.join('');
        const line = oneLine(text, limit);
        assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/u);
        assert.ok(Array.from(line).length <= limit);
        assert.equal(oneLine(line, limit), line);
        const markdown = escapeMarkdown(text, limit);
        assert.doesNotMatch(markdown, /[<>$\n]|(?<!\\)(?:\\\\)*[[\]`*_(]/);
      }),
      { numRuns: 500 },
    );
  });
});
