import assert from 'node:assert/strict';
import { cursorAt } from '../../../../src/dockerfile/features/cursor';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

describe('the cursor in a Dockerfile', () => {
  /** The text before the cursor in its instruction, and the here-document that it stands in. */
  const at = (marked: string): readonly (string | undefined)[] | undefined => {
    const found = cursorAt(parseDockerfile(marked.replace('|', '')), marked.indexOf('|'));
    return found && [found.before.text, found.heredoc?.name];
  };
  const cases: readonly (readonly [marked: string, found: readonly (string | undefined)[] | undefined])[] = [
    ['FROM |a', ['FROM ', undefined]],
    ['FROM a|', ['FROM a', undefined]],
    ['FR|OM a', undefined],
    ['FROM|', undefined],
    ['# a |b\nFROM a', undefined],
    ['FROM a\nRUN a \\\n# |x\n  b', undefined],
    ['FROM a\nRUN a \\\n  b|', ['RUN a   b', undefined]],
    ['FROM a\nRUN cat <<EOF|\n$A\nEOF\n', ['RUN cat <<EOF', undefined]],
    ['FROM a\nRUN cat <<EOF\n$A|\nEOF\n', ['RUN cat <<EOF', 'EOF']],
    ['FROM a\nRUN cat <<EOF\n$A\n|EOF\n', undefined],
    ['FROM a\nRUN cat <<EOF\n$A\nE|OF\n', undefined],
    ['FROM a\nRUN cat <<EOF\n$A\nEOF|\n', undefined],
    ['FROM a\nCOPY <<A <<B /x/\na\nA|\nb\nB\n', undefined],
    ['FROM a\nCOPY <<A <<B /x/\na\nA\nb|\nB\n', ['COPY <<A <<B /x/', 'B']],
  ];
  for (const [marked, found] of cases) it(JSON.stringify(marked), () => assert.deepEqual(at(marked), found));
});
