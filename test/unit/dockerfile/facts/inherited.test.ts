import assert from 'node:assert/strict';
import { stageEnvironments } from '../../../../src/dockerfile/facts/environment';
import { inherited } from '../../../../src/dockerfile/facts/inherited';
import { lint } from '../../../../src/dockerfile/lint';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

describe('Facts that stages inherit', () => {
  it('are settled by the nearest stage, and looked for once', () => {
    const file = parseDockerfile('FROM x AS a\nUSER 1\nFROM a AS b\nFROM b AS c\nUSER 2\nFROM c AS d\nFROM y\n');
    const asked: number[] = [];
    const user = inherited((stage) => {
      asked.push(stage.index);
      return stage.named('USER').at(-1)?.argumentsText;
    }, 'none');
    assert.deepEqual(file.stages.map(user), ['1', '1', '2', '2', 'none']);
    assert.deepEqual(asked, [0, 1, 2, 3, 4]);
    assert.equal(user(undefined), 'none');
  });

  it('any number of stages deep', () => {
    const depth = 6000;
    const stages = Array.from({ length: depth }, (_, index) => `FROM s${index} AS s${index + 1}\nRUN a | b\n`).join('');
    const text = `FROM debian:12 AS s0\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n${stages}`;
    assert.deepEqual(lint(text).filter(({ code }) => code === 'DL4006'), []);
  });
});

describe('Variables of stages', () => {
  const valueOf = (text: string): string | undefined => {
    const file = parseDockerfile(text);
    const last = file.instructions.at(-1);
    assert.ok(last);
    const definition = stageEnvironments(file, undefined).variable('A', last);
    return definition === undefined ? 'not set' : definition.value;
  };
  // The order is BuildKit's: the last one that has a value, whether ARG or ENV.
  const cases: readonly (readonly [text: string, value: string | undefined])[] = [
    ['FROM x\nUSER a', 'not set'],
    ['FROM x\nENV A=1\nUSER a', '1'],
    ['FROM x\nENV A=1\nARG A=2\nUSER a', '2'],
    ['FROM x\nARG A=1\nENV A=2\nUSER a', '2'],
    ['FROM x\nENV A=1\nARG A\nUSER a', '1'],
    ['FROM x\nARG A\nUSER a', undefined],
    ['FROM x\nARG B\nENV A=$B\nUSER a', undefined],
    ['ARG A=1\nFROM x\nUSER a', 'not set'],
    ['ARG A=1\nFROM x\nARG A\nUSER a', '1'],
    ['FROM x\nENV A=1 B=$A\nENV A=2 C=$A\nUSER a', '2'],
    ['FROM x AS y\nENV A=1\nFROM y AS z\nFROM z\nUSER a', '1'],
    ['FROM x AS y\nENV A=1\nFROM x\nUSER a', 'not set'],
    ['FROM x\nUSER a\nENV A=1', 'not set'],
    ['FROM alpine\nENV A="a b"\\ c\nUSER a', 'a b c'],
  ];
  for (const [text, value] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(valueOf(text), value);
    });
  }
});
