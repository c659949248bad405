import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { startReader } from '../../../../src/dockerfile/safety/surroundings';

describe('what the shell of a RUN reads at its start', () => {
  const reader = (...lines: readonly string[]): string | undefined => {
    const file = parseDockerfile(['FROM debian:12', ...lines, 'RUN a'].join('\n'));
    const run = file.instructions.at(-1);
    assert.ok(run !== undefined);
    return startReader(file, run);
  };

  for (const name of ['BASH_ENV', 'ENV', 'SHELLOPTS', 'BASHOPTS', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'IFS', 'HOME', 'CDPATH', 'POSIXLY_CORRECT']) {
    it(`is told by ${name}`, () => {
      for (const line of [`ENV ${name}=/x`, `ENV ${name} /x`, `ARG ${name}=/x`]) assert.equal(reader(line), name, line);
    });
  }
  it('is nothing otherwise', () => {
    assert.equal(reader(), undefined);
    for (const line of ['ENV PATH=/x', 'ENV LD_LIBRARY_PATHS=/x', 'ENV home=/x', 'ENV A=HOME', 'USER a', 'WORKDIR /a', 'RUN HOME=/x']) assert.equal(reader(line), undefined, line);
    for (const shell of ['["/bin/sh", "-c"]', '["/bin/bash", "-euxo", "pipefail", "-c"]', '["bash", "-o", "errexit", "-o", "nounset", "-c"]', '["/usr/bin/dash", "-ec"]']) assert.equal(reader(`SHELL ${shell}`), undefined, shell);
  });
  it('is told by the shell', () => {
    for (const [shell, told] of [
      ['["/bin/zsh", "-c"]', '/bin/zsh'], ['["/opt/bash", "-c"]', '/opt/bash'], ['["/bin/bash", "-lc"]', '-lc'], ['["/bin/bash", "--login", "-c"]', '--login'], ['["/bin/bash", "-i", "-c"]', '-i'], ['["/bin/bash", "-O", "extglob", "-c"]', '-O'],
    ] as const) assert.equal(reader(`SHELL ${shell}`), told, shell);
    assert.equal(reader('# hadolint shell=bash'), 'bash', 'which shell a comment means is not known');
  });
  it('is told by a volume above', () => {
    assert.equal(reader('VOLUME /a'), 'VOLUME');
    assert.equal(reader('FROM debian:12'), undefined);
  });
});
