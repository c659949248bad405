import assert from 'node:assert/strict';
import { stepSurroundings } from '../../../../src/dockerfile/failed/step-surroundings';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

function surroundings(text: string, given: Record<string, string> = {}) {
  const file = parseDockerfile(text);
  const run = file.instructions.findLast(({ name }) => name === 'RUN') ?? assert.fail();
  return stepSurroundings(file, run, given, 'linux/arm64/v8');
}

describe('what a RUN finds', () => {
  it('is the file up to its first line, whatever stands below', () => {
    const text = '# escape=`\nFROM a AS one\nRUN x\nFROM one\n# about it\nRUN y `\n  z\n';
    assert.equal(surroundings(text).dockerfile, '# escape=`\nFROM a AS one\nRUN x\nFROM one\n# about it\n');
    assert.equal(surroundings(text).command.replaceAll(/\s+/g, ' '), 'y z');
  });

  it('are the arguments of its stage and of those it is built on, as they are given, by default, or of the file', () => {
    const text = [
      'ARG GLOBAL=of-the-file', 'ARG UNUSED=x', 'FROM a AS other', 'ARG OTHER=1', 'FROM a AS base', 'ARG IN_BASE=base', 'ENV SET=env', 'ARG SET=arg',
      'FROM base', 'ARG GLOBAL', 'ARG GIVEN=default', 'ARG NOTHING', 'ARG WORKED=$IN_BASE/$GIVEN/$SET', 'ARG TARGETARCH', 'ARG TARGETVARIANT', 'RUN x', '',
    ].join('\n');
    assert.deepEqual(surroundings(text, { GIVEN: 'given', http_proxy: 'http://p', UNUSED: 'y' }).variables, {
      http_proxy: 'http://p', IN_BASE: 'base', GLOBAL: 'of-the-file', GIVEN: 'given', WORKED: 'base/given/env', TARGETARCH: 'arm64', TARGETVARIANT: 'v8',
    });
  });

  it('is the last SHELL, also of the stage below', () => {
    assert.deepEqual(surroundings('FROM a AS b\nSHELL ["/bin/bash", "-ec"]\nFROM b\nRUN x\nSHELL ["/bin/zsh"]\n').shell, ['/bin/bash', '-ec']);
    assert.equal(surroundings('FROM a\nRUN x\n').shell, undefined);
  });

  it('are its mounts and its network', () => {
    const text = 'FROM a\nARG DIR=/d\nRUN --mount=target=/ctx,source=sub --mount=type=cache,target=$DIR/c,id=x --mount=type=tmpfs,dst=/t,size=64m --mount=type=secret,id=s,env=TOKEN --mount=type=secret,id=f,mode=0440,uid=7 --network=none --security=insecure ["/bin/a b", "c\'d", "e"]\n';
    const { mounts, network, insecure, command } = surroundings(text);
    assert.deepEqual(mounts.map((mount) => Object.fromEntries(Object.entries(mount).filter(([, value]) => value !== undefined))), [
      { type: 'bind', target: '/ctx', source: 'sub' }, { type: 'cache', target: '/d/c', id: 'x' }, { type: 'tmpfs', target: '/t', size: 67_108_864 },
      { type: 'secret', id: 's', variable: 'TOKEN' }, { type: 'secret', id: 'f', mode: '0440', user: '7' },
    ]);
    assert.deepEqual([network, insecure, command], ['none', true, `'/bin/a b' 'c'\\''d' e`]);
  });

  it('is the text of a here-document', () => assert.equal(surroundings('FROM a\nRUN <<EOF\none\ntwo\nEOF\n').command, 'one\ntwo'));
});
