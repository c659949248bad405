import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { dockerLine, quoteWord } from '../../../src/core/docker-line';

describe('docker lines', () => {
  it('quotes only what needs it', () => {
    assert.equal(
      dockerLine(['run', '-v', '~/a b:/x', '-l', 'A=$HOME', '-p', '80:80', "it's", ''], 'posix'),
      `docker run -v '~/a b:/x' -l 'A=$HOME' -p 80:80 'it'\\''s' ''`,
    );
    assert.equal(quoteWord('~'), `'~'`);
    assert.equal(quoteWord('a=~/b'), `'a=~/b'`);
    assert.equal(quoteWord('a~b'), 'a~b');
  });

  it('never tells a secret', () => {
    const line = dockerLine([
      'run',
      '-e', 'DB_PASSWORD=hunter2',
      '--env=API_KEY=hunter2',
      '--build-arg', 'npm_token=hunter2',
      '--password', 'hunter2',
      '--password=hunter2',
      'https://user:hunter2@example.com/x.tar',
      '-e', 'PLAIN=hunter2',
    ], 'posix');
    assert.doesNotMatch(line, /hunter2/);
    assert.match(line, /'DB_PASSWORD=\*\*\*'/);
    assert.match(line, /'PLAIN=\*\*\*'$/);
  });

  it('is read back by a shell as the same words', function () {
    if (process.platform === 'win32') this.skip();
    const word = fc.string({ unit: fc.constantFrom(...Array.from('ab~=$`"\'\\ \n!*?[]{}()|&;<>#%:/.-,@+ä')), maxLength: 8 });
    const words = fc.sample(fc.array(word, { maxLength: 6 }), 200).flat();
    const script = `for w in ${words.map(quoteWord).join(' ')}; do printf '%s\\0' "$w"; done`;
    const out = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
    assert.deepEqual(out.split('\0').slice(0, -1), words);
  });
});
