import assert from 'node:assert/strict';
import { seededNumbers } from '../../../../scripts/seeded-numbers';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { globSteps, globTest } from '../../../../src/core/ignore/glob';
import { GlobSet } from '../../../../src/core/ignore/glob-set';

/** More and others: `SLIPWAY_GLOB_RUNS=20000 SLIPWAY_GLOB_SEED=7`. */
const runs = Number(process.env['SLIPWAY_GLOB_RUNS'] ?? 150);
const seed = Number(process.env['SLIPWAY_GLOB_SEED'] ?? 1);

const pieces = ['a', 'b', 'c', 'ab', '/', '/', '*', '*', '**', '**/', '?', '[ab]', '[^a]', '[a-c]', '.', '\\*', '\\d', '\\W', 'ü', '😀', '[😀-😂]', '-'];
const characters = ['a', 'b', 'c', '/', '/', '.', '*', '1', '-', 'ü', '😀', '😁'];

function generator(start: number) {
  const next = seededNumbers(start);
  const below = (limit: number): number => Math.floor(next() * limit);
  const of = (parts: readonly string[], most: number): string => Array.from({ length: 1 + below(most) }, () => parts[below(parts.length)] ?? '').join('');
  return { below, pattern: () => of(pieces, 9), path: () => of(characters, 12) };
}

/** As `MatchesUsingParentResults` of moby/patternmatcher is written: each pattern asked about each folder and the path. */
function naiveIsIgnored(lines: readonly string[]): (path: string) => boolean {
  const patterns = lines.map((line) => ({ exception: line.startsWith('!'), test: globTest(line.replace(/^!/, ''), 'expression') }));
  return (path) => {
    let met: readonly boolean[] = patterns.map(() => false);
    let ignored = false;
    const parts = path.split('/');
    for (let length = 1; length <= parts.length; length++) {
      const prefix = parts.slice(0, length).join('/');
      const above = met;
      ignored = false;
      met = patterns.map(({ exception, test }, index) => {
        const meets = above[index] === true || (exception === ignored && test?.(prefix) === true);
        if (meets) ignored = !exception;
        return meets;
      });
    }
    return ignored;
  };
}

describe('Many patterns at once', () => {
  it('meet what each of them meets', () => {
    const { below, pattern, path } = generator(seed);
    let met = 0;
    for (let run = 0; run < runs; run++) {
      const written = Array.from({ length: 1 + below(60) }, pattern).filter((each) => globSteps(each, 'expression') !== undefined);
      const tests = written.map((each) => globTest(each, 'expression'));
      const set = new GlobSet(written.map((each) => globSteps(each, 'expression') ?? []));
      for (let times = 0; times < 40; times++) {
        const text = path();
        const expected = tests.flatMap((test, index) => (test?.(text) === true ? [index] : []));
        const cut = below(text.length);
        met += expected.length;
        assert.deepEqual(set.accepted(set.advance(text)), expected, `${JSON.stringify(written)} on ${JSON.stringify(text)}`);
        // What is known of the beginning holds for what follows; a pair of surrogates is not cut.
        const [beginning, end] = [Array.from(text).slice(0, cut).join(''), Array.from(text).slice(cut).join('')];
        assert.deepEqual(set.accepted(set.advance(end, set.advance(beginning))), expected);
      }
    }
    assert.ok(met > runs * 10, `${met} met`);
  });

  it('keep out what the builder keeps out, with exceptions, in any order of paths', () => {
    const { below, pattern, path } = generator(seed + 1);
    const plain = (text: string): string => text.split('/').filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
    let ignored = 0;
    for (let run = 0; run < runs; run++) {
      const lines = Array.from({ length: 1 + below(40) }, () => `${below(3) === 0 ? '!' : ''}${plain(pattern())}`).filter((line) => !/^!?$/.test(line) && globSteps(line.replace(/^!/, ''), 'expression') !== undefined);
      const expected = naiveIsIgnored(lines);
      const ignore = readDockerIgnore(lines.join('\n'));
      const paths = Array.from({ length: 40 }, () => plain(path())).filter((each) => each !== '');
      for (const each of below(2) === 0 ? paths : paths.toSorted()) {
        ignored += Number(expected(each));
        assert.equal(ignore.isIgnored(each), expected(each), `${JSON.stringify(lines)} on ${JSON.stringify(each)}`);
      }
    }
    assert.ok(ignored > runs, `${ignored} ignored`);
  });
});

/** Names of 20 letters in folders that are 180 letters deep, a hundred in each, as a walk comes to them. */
function paths(count: number, letters: string): readonly string[] {
  const next = seededNumbers(5);
  const name = (length: number): string => Array.from({ length }, () => letters.charAt(Math.floor(next() * letters.length))).join('');
  let folder = '';
  return Array.from({ length: count }, (_, index) => {
    if (index % 100 === 0) folder = Array.from({ length: 9 }, () => name(19)).join('/');
    return `${folder}/${name(20)}`;
  });
}

/** Three thousand ignore patterns of one kind. */
const files: Readonly<Record<string, (word: (length: number, letters?: string) => string) => string>> = {
  names: (word) => `${word(8)}/${word(8)}/${word(8)}`,
  'names anywhere': (word) => `**/${word(8)}`,
  endings: (word) => `**/*${word(4)}*.${word(3)}`,
  exceptions: (word) => `${word(1, '!a')}**/${word(3)}*`,
  'twenty times any folders': (word) => `**/${Array.from({ length: 20 }, () => `${word(1, 'ab')}**`).join('/')}`,
  'twenty stars': (word) => `**/${Array.from({ length: 20 }, () => `${word(1, 'ab')}*`).join('')}`,
  'twenty stars, through folders': (word) => `**${Array.from({ length: 20 }, () => `*${word(1, 'ab')}`).join('')}*?`,
  'stars and anything': (word) => `**/${Array.from({ length: 30 }, () => word(1, '?*')).join('')}${word(3, 'ab')}`,
  'twenty classes': (word) => `**/${Array.from({ length: 20 }, () => `*[${word(3)}]`).join('')}`,
  'a name and many stars': (word) => `**/${'*a'.repeat(40)}${word(6)}`,
};

describe('Three thousand ignore patterns', function () {
  this.timeout(60_000);
  for (const [name, pattern] of Object.entries(files)) {
    it(`of ${name} cost little for each letter of a path`, () => {
      const next = seededNumbers(3);
      const word = (length: number, letters = 'abcdefghijklmnopqrstuvwxyz'): string => Array.from({ length }, () => letters.charAt(Math.floor(next() * letters.length))).join('');
      const text = Array.from({ length: 3_000 }, () => pattern(word)).join('\n');
      const ignore = readDockerIgnore(text);
      const asked = paths(100, 'abcdefghijklmnopqrstuvwxyz').concat(paths(100, 'ab'));
      for (const path of asked) ignore.isIgnored(path);
      // A folder's letters are read once, and each of its 100 files adds its name.
      const letters = (180 + 100 * 21) * 2;
      assert.ok(ignore.work / letters < text.length / 32 + 2 * 3_000, `${Math.round(ignore.work / letters)} steps for a letter`);
      if (/^(?:names|endings|exceptions)/.test(name)) assert.ok(ignore.work / letters < 600, `${Math.round(ignore.work / letters)} steps for a letter`);
    });
  }

  it('cost as much for each letter of a path that is twenty times as long', () => {
    const ignore = readDockerIgnore(Array.from({ length: 3_000 }, (_, index) => `**/a**/*a*a?${'**/a**'.repeat(10)}${index}`).join('\n'));
    const costs = [200, 4_000].map((length) => {
      const before = ignore.work;
      ignore.isIgnored('aa/'.repeat(length / 3));
      return (ignore.work - before) / length;
    });
    assert.ok((costs[1] ?? 0) < 2 * (costs[0] ?? 0), costs.join(', '));
  });

  it('that are the same, or all met, cost no more than a step for each folder', () => {
    const ignore = readDockerIgnore('**\n**/*\n!**\n'.repeat(1_000));
    const path = 'a/'.repeat(2_000);
    ignore.isIgnored(path);
    assert.ok(ignore.work < 2_000 * 3_000 * 3, `${ignore.work}`);
  });
});
