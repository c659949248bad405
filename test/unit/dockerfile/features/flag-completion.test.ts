import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builderErrors } from '../../../../src/dockerfile/builder-errors';
import { flagsAt, type FlagContext } from '../../../../src/dockerfile/features/flag-completion';
import { flagsOf } from '../../../../src/dockerfile/instruction-flags';
import { mountTypes } from '../../../../src/dockerfile/mount-keys';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { fuzzed } from '../fuzzed-text';

function at(marked: string): FlagContext | undefined {
  const text = `FROM a\n${marked}`;
  return flagsAt(parseDockerfile(text.replace('|', '')), text.indexOf('|'));
}

/** What is offered, and the text that it takes the place of. */
function offered(marked: string): readonly string[] | undefined {
  const found = at(marked);
  const text = `FROM a\n${marked.replace('|', '')}`;
  return found && [`<${text.slice(found.range.start, found.range.end)}>`, ...found.candidates.map((candidate) => candidate.text)];
}

const ofCopy = ['--from=', '--chown=', '--chmod=', '--link', '--exclude=', '--parents'];
const ofAdd = ['--chown=', '--chmod=', '--link', '--exclude=', '--checksum=', '--keep-git-dir', '--unpack'];
const ofRun = ['--mount=', '--network=', '--security=', '--device='];
const ofCheck = ['--interval=', '--timeout=', '--start-period=', '--start-interval=', '--retries='];
const without = (all: readonly string[], ...names: readonly string[]): readonly string[] => all.filter((name) => !names.includes(name));

describe('Completion of flags', () => {
  const cases: readonly (readonly [marked: string, offered: readonly string[] | undefined])[] = [
    ['COPY |', ['<>', ...ofCopy]],
    ['COPY -|', ['<->', ...ofCopy]],
    ['COPY --|', ['<-->', ...ofCopy]],
    ['copy --ch| a b', ['<--ch>', ...ofCopy]],
    ['COPY --ch|own a b', ['<--chown>', ...ofCopy]],
    ['COPY --li|nk=true a b', ['<--link>', ...ofCopy.map((name) => name.replace('=', ''))]],
    ['COPY --link --|', ['<-->', ...without(ofCopy, '--link')]],
    ['COPY --exclude=a --from=b --|', ['<-->', ...without(ofCopy, '--from=')]],
    ['COPY -| --chmod=1 --link a b', ['<->', ...without(ofCopy, '--chmod=', '--link')]],
    ['COPY --l|  --chown=a  --chmod=1 \\\n  --exclude=b  a b', ['<--l>', ...without(ofCopy, '--chown=', '--chmod=')]],
    ['COPY | --chmod=1 a --link', ['<>', ...without(ofCopy, '--chmod=')]],
    ['COPY \\\n  # why\n  --link \\\n  --|', ['<-->', ...without(ofCopy, '--link')]],
    ['COPY --link \\\n  -| \\\n  --from=b \\\n  x y', ['<->', ...without(ofCopy, '--link', '--from=')]],
    ['ONBUILD COPY --|', ['<-->', ...ofCopy]],
    ['COPY a --|', undefined],
    ['COPY -- |', undefined],
    ['COPY a|', undefined],
    ['COPY|', undefined],
    ['COPY --chown=|', undefined],
    ['COPY --what=|', undefined],
    ['COPY --link=| a b', ['<>', 'true', 'false']],
    ['COPY --parents=t|rue a b', ['<true>', 'true', 'false']],
    ['ADD --|', ['<-->', ...ofAdd]],
    ['ADD --keep-git-dir=|', ['<>', 'true', 'false']],
    ['RUN |', ['<>', ...ofRun]],
    ['RUN --net|', ['<--net>', ...ofRun]],
    ['RUN --mount=type=ssh --network=none --|', ['<-->', ...without(ofRun, '--network=')]],
    ['RUN --network=|', ['<>', 'default', 'none', 'host']],
    ['RUN --security=in|secure x', ['<insecure>', 'sandbox', 'insecure']],
    ['RUN make --|', undefined],
    ['RUN <<EOF\n--|\nEOF', undefined],
    ['RUN --mount=|', ['<>', 'type=', 'target=', 'source=', 'from=', 'readwrite']],
    ['RUN --mount=type=|', ['<>', ...mountTypes]],
    ['RUN --mount=type=ca|,target=/x make', ['<ca>', ...mountTypes]],
    ['RUN --mount=type=cache,|', ['<>', 'id=', 'target=', 'source=', 'from=', 'sharing=', 'readonly', 'mode=', 'uid=', 'gid=']],
    ['RUN --mount=type=cache,dst=/x,ta|', ['<ta>', 'id=', 'source=', 'from=', 'sharing=', 'readonly', 'mode=', 'uid=', 'gid=']],
    ['RUN --mount=|,type=tmpfs x', ['<>', 'target=', 'size=']],
    ['RUN --mount=type=tmpfs,si|ze=1 x', ['<size>', 'target', 'size']],
    ['RUN --mount=type=secret,|', ['<>', 'id=', 'target=', 'env=', 'required', 'mode=', 'uid=', 'gid=']],
    ['RUN --mount=type=ssh,|', ['<>', 'id=', 'target=', 'required', 'mode=', 'uid=', 'gid=']],
    ['RUN --mount=type=cache,sharing=|', ['<>', 'shared', 'private', 'locked']],
    ['RUN --mount=type=cache,id=|', undefined],
    ['RUN --network=none \\\n  --mount=type=bind,|', ['<>', 'target=', 'source=', 'from=', 'readwrite']],
    ['HEALTHCHECK --|', ['<-->', ...ofCheck]],
    ['HEALTHCHECK --interval=5s --t| CMD x', ['<--t>', ...without(ofCheck, '--interval=')]],
    ['CMD --|', undefined],
    ['# COPY --|', undefined],
  ];
  for (const [marked, expected] of cases) it(JSON.stringify(marked), () => assert.deepEqual(offered(marked), expected));

  it('names platforms of FROM, and leaves variables to others', () => {
    assert.deepEqual(flagsAt(parseDockerfile('FROM --'), 7)?.candidates.map(({ text }) => text), ['--platform=']);
    assert.ok(flagsAt(parseDockerfile('FROM --platform='), 16)?.candidates.some(({ text }) => text === 'linux/arm64'));
    assert.equal(flagsAt(parseDockerfile('FROM --platform=$'), 17), undefined);
    assert.deepEqual(flagsAt(parseDockerfile('FROM --platform=a '), 18), undefined);
  });

  it('offers what the builder takes, and nothing that it refuses', () => {
    const rest: Readonly<Record<string, string>> = { ADD: 'a b', COPY: 'a b', FROM: 'a', HEALTHCHECK: 'CMD a', RUN: 'a' };
    const given: Readonly<Record<string, string>> = { mount: 'type=tmpfs,target=/a', interval: '1s', timeout: '1s', 'start-period': '1s', 'start-interval': '1s', retries: '1', from: 'x' };
    for (const [name, argument] of Object.entries(rest)) {
      for (const flag of flagsOf(name) ?? []) {
        for (const value of flag.values ?? [given[flag.name] ?? 'x']) {
          const text = `${name === 'FROM' ? '' : 'FROM x\n'}${name} --${flag.name}=${value} ${argument}`;
          assert.deepEqual(builderErrors(parseDockerfile(text)).map(({ code }) => code), [], text);
        }
      }
    }
  });

  it('offers keys of mounts that the builder takes', () => {
    const given: Readonly<Record<string, string>> = { mode: '0644', uid: '1', gid: '1', size: '1m', target: '/x' };
    for (const type of mountTypes) {
      for (const { text } of at(`RUN --mount=type=${type},|`)?.candidates ?? []) {
        const key = text.replace('=', '');
        const value = text.endsWith('=') ? `=${given[key] ?? (key === 'sharing' ? 'locked' : 'x')}` : '';
        const others = key === 'target' ? '' : type === 'secret' && key !== 'id' ? 'id=s,' : type === 'ssh' || type === 'secret' ? '' : 'target=/y,';
        const line = `FROM x\nRUN --mount=type=${type},${others}${key}${value} a`;
        assert.deepEqual(builderErrors(parseDockerfile(line)).map(({ code }) => code), [], line);
      }
    }
  });

  it('answers anything anywhere', () => {
    fc.assert(
      fc.property(fuzzed, fc.nat(), (text, number) => {
        const offset = number % (text.length + 1);
        const found = flagsAt(parseDockerfile(text), offset);
        if (found === undefined) return;
        assert.ok(found.range.start <= offset && offset <= found.range.end && found.candidates.length > 0);
        assert.equal(text.slice(found.range.start, offset), found.prefix);
      }),
      { numRuns: 500 },
    );
  });
});
