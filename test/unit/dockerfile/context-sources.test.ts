import assert from 'node:assert/strict';
import { contextSources } from '../../../src/dockerfile/context-sources';
import { parseDockerfile } from '../../../src/dockerfile/parse';

function paths(...lines: readonly string[]): string[] {
  const file = parseDockerfile(lines.join('\n'));
  return contextSources(file).map(({ path, entry, range }) => `${file.text.slice(range.start, range.end)} → ${path}${entry ? ' has' : ''}`);
}

describe('what COPY and ADD take out of the context', () => {
  it('is every source, in either form, with its exact place', () => {
    assert.deepEqual(paths('FROM a', 'COPY a ./b/../c/ /x/', 'ADD ["d e", "/f", "/x/"]'), ['a → a', './b/../c/ → c', '"d e" → d e', '"/f" → f']);
  });

  it('is the folder of a pattern, and an entry of it where only the name has wildcards', () => {
    assert.deepEqual(paths('FROM a', 'COPY package*.json src/*/x.js lib/**/y deep/[ab].c /x/'), [
      'package*.json →  has', 'src/*/x.js → src', 'lib/**/y → lib', 'deep/[ab].c → deep has',
    ]);
    const [source] = contextSources(parseDockerfile('FROM a\nCOPY package*.json /x/\n'));
    assert.deepEqual(['package.json', 'package-lock.json', 'other.json'].map((name) => source?.entry?.(name)), [true, true, false]);
  });

  it('is nothing that comes from elsewhere or cannot be told', () => {
    assert.deepEqual(
      paths(
        'FROM a AS b', 'COPY --from=b /etc /etc', 'COPY <<EOF /x', 'text', 'EOF', 'COPY $A /x', 'COPY a\\ b /x', 'COPY only',
        'ADD https://example.org/a git@github.com:a/b.git https://github.com/a/b.git#v1 /x/', 'ONBUILD COPY a /x',
      ),
      [],
    );
  });
});
