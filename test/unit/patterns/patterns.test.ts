import assert from 'node:assert/strict';
import { patternFaults } from '../../../scripts/patterns/check';
import { patternsIn } from '../../../scripts/patterns/find';
import { partsOf } from '../../../scripts/patterns/parts';

const sources = (text: string): readonly (string | undefined)[] => patternsIn(text, 'a.ts').map(({ source, flags }) => source && `${source}/${flags}`);
type Written = readonly (readonly [pattern: string, flags?: string])[];
/** The line of a fault is the index of its pattern. */
const faultsOf = (patterns: Written): Promise<readonly string[]> => patternFaults(patterns.map(([source, flags = ''], line) => ({ file: 'a.ts', line, source, flags })));

describe('The check of patterns', function () {
  // recheck is 5 MB of JavaScript.
  this.timeout(60_000);

  it('finds literals and constants', () => {
    const text = String.raw`
      const word = '\\w+';
      const twice = String.raw${'`'}${'${word}'}\s${'${word}'}${'`'};
      const all = [/a\/b/gi, new RegExp(twice, 'y'), RegExp('x' + word), new RegExp(/q+/, 'g'), new RegExp(${'`'}(${'${/[z]/.source}'})${'`'})];`;
    assert.deepEqual(sources(text), ['a\\/b/gi', '\\w+\\s\\w+/y', 'x\\w+/', 'q+/g', 'q+/', '([z])/', '[z]/']);
  });

  it('finds what only a run knows', async () => {
    const text = 'const of = (name: string, flags: string) => [new RegExp(`^${name}$`), new RegExp("a", flags)]; let open = "a"; new RegExp(open);';
    assert.deepEqual(sources(text), [undefined, undefined, undefined]);
    assert.equal((await patternFaults(patternsIn(text, 'a.ts'))).length, 3);
  });

  it('leaves out what does not repeat', () => {
    assert.deepEqual(partsOf('^(?:a|bc)?d[xyz]{3}$', 'i'), []);
  });

  const growing: Written = [
    // The kinds that were found in Slipway and its dependencies.
    ['^#(\\s*|\\t)*=$'], ['^[a-z]([a-z0-9_\\-.]*)*$'], ['^(?:(?:\\d+)(?:ns|h)?)+$'], ['\\s+$'], ['^ +| +$|(?<= ) ', 'g'], ['lookup .* on '], ['a(?:.*b)?', 'g'], ['[^"\\n]*\\n|x'],
    ['^(?:.+[._-])?dockerfile(?:\\..+|[_-][^.]+)?$', 'i'], ['\\{([^{}]*,[^{}]*)\\}'], ['^(.*,){12}P'], ['\\w+(?=x)'], ['"(?!.*")', 'g'], ['^(?:\\[[^\\]\\n]*\\] )?step', 'm'], ['(\\w+)\\1+$'], ['^a*a*a*$'],
  ];
  it('refuses what grows faster than its input', async () => {
    const lines = new Set((await faultsOf(growing)).map((fault) => Number(fault.split(':')[1])));
    assert.deepEqual(growing.filter((_, line) => !lines.has(line)), []);
  });

  const linear: Written = [
    ['^\\s*#\\s*([a-z]+)\\s*=\\s*'], ['(?:^|[^\\\\])\\\\[ \\t]*$'], ['"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)', 'gs'], ['lookup \\S+ on '], ['^(?!dockerfile).*\\.(?:md|txt)$', 'i'], ['(?<=^|[\\s;])(\\w+)=', 'g'],
    ['(?:no such (?:image|container)|volume): ([^\\s:]+)', 'i'], ['^(?:a|b|c)+$'], ['[0-9a-f]{12,64}'], ['[^\\S\\n]*', 'y'],
  ];
  it('takes what is linear', async () => assert.deepEqual(await faultsOf(linear), []));
});
