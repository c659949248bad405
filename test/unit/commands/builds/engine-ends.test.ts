import assert from 'node:assert/strict';
import { checkForEngine } from '../../../../src/commands/builds/engine-ends';
import { SlipwayError } from '../../../../src/core/errors';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import type { EngineInformation } from '../../../../src/engine/information';
import { textRequest } from '../../../support/fake-builds';

const podman = { kind: 'podman', version: '4.3.1' } as EngineInformation;
const early = { kind: 'docker', version: '20.10.24' } as EngineInformation;
const late = { kind: 'docker', version: '28.5.2' } as EngineInformation;

function line(text: string, information: EngineInformation, contexts: Record<string, string> = {}): number | undefined {
  try {
    checkForEngine(parseDockerfile(text), information, textRequest(text, { contexts }));
    return undefined;
  } catch (error) {
    return SlipwayError.details(error, 'buildFailed')?.line;
  }
}

describe('a Dockerfile over which an engine would end itself', () => {
  it('is not given to it', () => {
    assert.equal(line('# x\nARG A=b\n', early), 2);
    assert.equal(line('FROM a\nRUN\n', podman), 2);
    assert.equal(line('FROM a\nFROM b\nCOPY --from=1 /a /b\n', podman), 3);
  });

  it('is given to those that say what is wrong, and so is every other', () => {
    for (const text of ['ARG A=b\n', 'FROM a\nRUN\n', 'FROM a\nCOPY --from=7 /a /b\n']) assert.equal(line(text, late), undefined);
    assert.equal(line('ARG A=b\n', podman), undefined);
    assert.equal(line('', early), undefined);
    assert.equal(line('# syntax=other/frontend\nARG A=b\n', early), undefined);
    assert.equal(line('# syntax=docker/dockerfile:1\nARG A=b\n', early), 2);
    assert.equal(line('FROM a\nFROM b\nRUN <<EOF\nx\nEOF\nCOPY --from=0 /a /b\n', podman), undefined);
    assert.equal(line('FROM a\nCOPY --from=7 /a /b\n', podman, { 7: '/x' }), undefined);
  });
});
