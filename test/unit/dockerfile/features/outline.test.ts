import assert from 'node:assert/strict';
import fc from 'fast-check';
import { outlineOf, type OutlineEntry } from '../../../../src/dockerfile/features/outline';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { fuzzed } from '../fuzzed-text';

const outline = (text: string): readonly OutlineEntry[] => outlineOf(parseDockerfile(text));
const name = (instruction: string): string | undefined => outline(`FROM a\n${instruction}`)[0]?.children[0]?.name;

describe('Outline', () => {
  it('has stages with their instructions, and what stands before them', () => {
    const text = 'ARG V=20\nFROM node:$V AS build\nRUN npm ci\nCOPY . .\n\nFROM --platform=linux/amd64 nginx\nCOPY --from=build /dist /srv\n';
    const short = ({ name, detail, kind, children }: OutlineEntry): unknown => [name, detail, kind, ...children.map(short)];
    assert.deepEqual(outline(text).map(short), [
      ['ARG V=20', '', 'ARG'],
      ['build', 'FROM node:$V AS build', 'stage', ['RUN npm ci', '', 'RUN'], ['COPY . .', '', 'COPY']],
      ['FROM --platform=linux/amd64 nginx', '', 'stage', ['COPY --from=build /dist /srv', '', 'COPY']],
    ]);
    const [argument, build] = outline(text);
    assert.equal(text.slice(argument?.selectionRange.start, argument?.selectionRange.end), 'ARG');
    assert.equal(text.slice(build?.selectionRange.start, build?.selectionRange.end), 'build');
    assert.equal(text.slice(build?.range.start, build?.range.end), 'FROM node:$V AS build\nRUN npm ci\nCOPY . .');
  });

  const cases: readonly (readonly [instruction: string, name: string])[] = [
    ['RUN apt-get update && \\\n    # why\n\n    apt-get install -y curl', 'RUN apt-get update && apt-get install -y curl'],
    ['run  a\t b ', 'RUN a b'],
    ['RUN <<EOF\n#!/bin/sh\n\n  set -e\nmake\nEOF', 'RUN set -e'],
    ['RUN <<EOF\n# nothing\nEOF', 'RUN # nothing'],
    ['RUN <<EOF\nEOF', 'RUN <<EOF'],
    ['RUN --mount=type=cache,target=/c <<-"E F"\n\tmake\nE F', 'RUN <<-"E F"'],
    ['RUN --mount=type=cache,target=/c <<-"E"\n\tmake\nE', 'RUN make'],
    ['RUN python3 <<EOF\nprint(1)\nEOF', 'RUN python3 <<EOF'],
    ['COPY <<EOF /etc/motd\nhello\nEOF', 'COPY <<EOF /etc/motd'],
    ['CMD ["node", "server.js"]', 'CMD ["node", "server.js"]'],
    ['HEALTHCHECK --interval=5s CMD curl -f localhost', 'HEALTHCHECK CMD curl -f localhost'],
    ['ONBUILD RUN make', 'ONBUILD RUN make'],
    ['ONBUILD', 'ONBUILD'],
    ['WORKDIR', 'WORKDIR'],
    ['WHAT is this', 'WHAT is this'],
    [`RUN ${'ab '.repeat(50)}`, `RUN ${'ab '.repeat(25)}…`],
    [`RUN ${'a'.repeat(5_000)}`, `RUN ${'a'.repeat(75)}…`],
    [`RUN ${'a'.repeat(320)}`, `RUN ${'a'.repeat(75)}…`],
    ['RUN \u202eabc', 'RUN \ufffdabc'],
  ];
  for (const [instruction, expected] of cases) it(`calls ${JSON.stringify(instruction.slice(0, 60))} by what it does`, () => assert.equal(name(instruction), expected));

  it('tells the flags of RUN behind its command', () => {
    assert.equal(outline('FROM a\nRUN --mount=type=ssh --network=none make')[0]?.children[0]?.detail, '--mount=type=ssh --network=none');
  });

  it('is there without a FROM', () => {
    assert.deepEqual(outline('RUN a\nCOPY b c').map((entry) => entry.name), ['RUN a', 'COPY b c']);
    assert.deepEqual(outline(''), []);
    assert.equal(outline('FROM')[0]?.name, 'FROM');
  });

  it('has names, and ranges in one another, for any text', () => {
    const check = (entry: OutlineEntry): void => {
      assert.ok(entry.name !== '' && !/[\n\r\t]/.test(entry.name) && Array.from(entry.name).length <= 80, entry.name);
      assert.ok(entry.range.start <= entry.selectionRange.start && entry.selectionRange.end <= entry.range.end);
      for (const child of entry.children) {
        assert.ok(entry.range.start <= child.range.start && child.range.end <= entry.range.end);
        check(child);
      }
    };
    fc.assert(fc.property(fuzzed, (text) => outline(text).forEach(check)), { numRuns: 300 });
  });
});
