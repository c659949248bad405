import assert from 'node:assert/strict';
import { builderErrors } from '../../../../src/dockerfile/builder-errors';
import { isPlainlyValid } from '../../../../src/dockerfile/builder/plainly-valid';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

const found = (text: string): readonly string[] => {
  const file = parseDockerfile(text);
  const errors = builderErrors(file).map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`);
  if (errors.length > 0) assert.equal(isPlainlyValid(file), false, 'the errors are looked for');
  return errors;
};

describe('Flags of RUN', () => {
  // What docker buildx build --check says about each.
  const refused: readonly (readonly [flags: string, found: string])[] = [
    ['--mout=type=cache,target=/x', 'DU101 --mout'],
    ['--Mount=type=cache,target=/x', 'DU101 --Mount'],
    ['--link', 'DU101 --link'],
    ['--mount', 'DU18 --mount'],
    ['--network', 'DU18 --network'],
    ['--network=none --network=none', 'DU14 --network'],
    ['--network=off', 'DU108 off'],
    ['--network=NONE', 'DU108 NONE'],
    ['--network=', 'DU108 --network'],
    ['--security=none', 'DU109 none'],
    ['--mount=', 'DU103 --mount='],
    ['--mount=type=cach,target=/x', 'DU102 cach'],
    ['--mount=type=,target=/x', 'DU102 type='],
    ['--mount=foo', 'DU103 foo'],
    ['--mount=type=cache,target=/x,foo=1', 'DU103 foo=1'],
    ['--mount=type=cache,target', 'DU103 target'],
    ['--mount=type=cache,id,target=/x', 'DU103 id'],
    ['--mount=type=cache,target=/x,ro=maybe', 'DU105 ro=maybe'],
    ['--mount=type=cache,target=/x,readwrite=yes', 'DU105 readwrite=yes'],
    ['--mount=type=secret,id=a,required=yes', 'DU105 required=yes'],
    ['--mount=type=cache,target=/x,sharing=lock', 'DU105 sharing=lock'],
    ['--mount=type=cache,target=/x,mode=999', 'DU105 mode=999'],
    ['--mount=type=cache,target=/x,mode=0o755', 'DU105 mode=0o755'],
    ['--mount=type=cache,target=/x,uid=root', 'DU105 uid=root'],
    ['--mount=type=cache,target=/x,gid=4294967296', 'DU105 gid=4294967296'],
    ['--mount=type=tmpfs,target=/x,size=1xb', 'DU105 size=1xb'],
    ['--mount=type=cache,target=/x,size=1g', 'DU104 size=1g'],
    ['--mount=size=1,type=tmpfs,target=/x', 'DU104 size=1'],
    ['--mount=type=cache,target=/x,required', 'DU104 required'],
    ['--mount=required,type=secret,id=a', 'DU104 required'],
    ['--mount=target=/x,mode=0755', 'DU104 mode=0755'],
    ['--mount=type=tmpfs,target=/x,uid=1', 'DU104 uid=1'],
    ['--mount=type=ssh,source=a', 'DU104 source=a'],
    ['--mount=type=ssh,sharing=shared', 'DU104 sharing=shared'],
    ['--mount=type=secret,id=a,sharing=locked', 'DU104 sharing=locked'],
    ['--mount=from=$X,target=/x', 'DU106 from=$X'],
    ['--mount=type=secret', 'DU107 --mount=type=secret'],
    ['--mount=type=secret,id=a,source=b', 'DU107 --mount=type=secret,id=a,source=b'],
    ['--mount=type=cache', 'DU110 --mount=type=cache'],
    ['--mount=type=cache,target=', 'DU110 --mount=type=cache,target='],
    ['--mount=type=cache,target=/', 'DU110 target=/'],
    ['--mount=type=bind,target=a/..', 'DU110 target=a/..'],
    ['--mount=type=cache,target=${x', 'DU111 ${x'],
    ['--mount=source=${},target=/x', 'DU112 ${}'],
    ['--mount=type=cache,\'target="/x"\'', 'DU103 type=cache,\'target="/x"\''],
  ];
  for (const [flags, expected] of refused) {
    it(flags, () => {
      assert.deepEqual(found(`FROM debian:12\nRUN ${flags} ls\n`), [expected]);
    });
  }

  const legal = [
    '--mount=type=ssh',
    '--mount=type=ssh,required,id=a,mode=0600,uid=1,env=x',
    '--mount=type=secret,id=a,env=A=B',
    '--mount=type=secret,source=a,required=true',
    '--mount=type=CACHE,TARGET=/x,Sharing=Locked',
    '--mount=type=cache,dst=/x,readonly,RW=TRUE,uid=0,gid=0,mode=0755',
    '--mount=type=tmpfs,target=/x,size=1.5gb --mount=type=tmpfs,target=/y,size=64m',
    '--mount=type=${M},target=/x,sharing=$S',
    '--mount="type=cache,target=/x y"',
    '--mount=type=cache,target=$HOME/x',
    '--mount=target=x,source=.',
    '--network=none --security=insecure --device=vendor.com/gpu=0',
    '--network=host --mount=type=cache,target=/x --mount=type=bind,target=/y,from=golang:1.24,source=/go',
    '-- ls --mout',
  ];
  for (const flags of legal) {
    it(`takes ${flags}`, () => {
      assert.deepEqual(found(`FROM debian:12\nRUN ${flags} ls\n`), []);
    });
  }

  it('looks for a target where the folder of the stage is known', () => {
    const run = 'RUN --mount=type=cache ls\n';
    assert.deepEqual(found(`FROM debian:12\nWORKDIR /a\n${run}`), []);
    assert.deepEqual(found(`FROM debian:12 AS a\nWORKDIR /a\nFROM a\n${run}`), []);
    assert.deepEqual(found(`FROM example.com/base\n${run}`), []);
    for (const image of ['registry.access.redhat.com/ubi9/ubi', 'registry.access.redhat.com/ubi8/ubi-minimal:8.10', 'docker.io/library/debian', 'alpine@sha256:' + 'a'.repeat(64)]) {
      assert.deepEqual(found(`FROM ${image}\n${run}`), ['DU110 --mount=type=cache'], image);
    }
    for (const image of ['mirror.example/registry.access.redhat.com/ubi9/ubi', 'registry.access.redhat.com/ubi9/ubi-minimal/x', 'registry.access.redhat.com/ubi9/nodejs', 'mirror.example/debian', 'debian-like']) {
      assert.deepEqual(found(`FROM ${image}\n${run}`), [], image);
    }
    assert.deepEqual(found(`FROM scratch AS a\nFROM a\n${run}WORKDIR /a\n`), ['DU110 --mount=type=cache']);
  });

  it('is found over several lines, in a trigger and in exec form', () => {
    assert.deepEqual(found('FROM debian:12\nRUN --mount=type=cache,target=/x \\\n  --mount=type=cach,target=/y \\\n  ls\n'), ['DU102 cach']);
    assert.deepEqual(found('FROM debian:12\nONBUILD RUN --mout=a ls\n'), ['DU101 --mout']);
    assert.deepEqual(found('FROM debian:12\nRUN --netwrk=none ["ls"]\n'), ['DU101 --netwrk']);
    assert.deepEqual(found('FROM debian:12\nRUN --mount=type=cache,tar\\\nget=/x,foo=1 ls\n'), ['DU103 type=cache,tar\\\nget=/x,foo=1']);
  });
});

describe('Flags of other instructions', () => {
  const cases: readonly (readonly [line: string, found: readonly string[]])[] = [
    ['COPY --From=x a b', ['DU40 --From']],
    ['COPY --unpack a b', ['DU40 --unpack']],
    ['COPY --link --link a b', ['DU14 --link']],
    ['COPY --exclude=a --exclude=b c d', []],
    ['COPY --chown a b', ['DU18 --chown']],
    ['COPY --link=maybe a b', ['DU48 maybe']],
    ['COPY --parents --link=true a b', []],
    ['ADD --from=x a b', ['DU39 --from']],
    ['ADD --parents a b', ['DU39 --parents']],
    ['ADD --checksum a b', ['DU18 --checksum']],
    ['ADD --unpack --unpack=true a b', ['DU14 --unpack']],
    ['FROM --arch=arm64 a', ['DU41 --arch']],
    ['FROM --platform=a --platform=b a', ['DU14 --platform']],
    ['HEALTHCHECK --every=5s CMD a', ['DU42 --every']],
    ['HEALTHCHECK --retries CMD a', ['DU18 --retries']],
    ['ONBUILD COPY --what a b', ['DU40 --what']],
    ['COPY --what=1 --__proto__=1 a b', ['DU40 --what', 'DU40 --__proto__']],
  ];
  for (const [line, expected] of cases) it(line, () => assert.deepEqual(found(`FROM a\n${line}`), expected));
});
