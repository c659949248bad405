import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assertLimited, assertSmall, Victim } from '../support/answers/victim-process';
import { until } from '../support/conditions';

/** Whether a process is there. */
function lives(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a program whose output never ends', () => {
  let directory: string;
  let victim: Victim;

  before(async () => (victim = await Victim.start()));
  after(() => victim.end());
  beforeEach(async () => (directory = await mkdtemp(path.join(tmpdir(), 'slipway-programs-'))));
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** A program that tells its id in a file and then does as the script says. */
  async function install(name: string, script: string): Promise<string> {
    const file = path.join(directory, name);
    await writeFile(file, `#!/bin/sh\necho $$ > ${directory}/id\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  const scripts: Readonly<Record<string, string>> = {
    'a text': 'exec yes geheim',
    'one line': "exec tr '\\0' x < /dev/zero",
    'deaf to signals': "trap '' TERM INT HUP PIPE\nyes geheim",
    'by a program of its own': 'yes geheim',
  };

  for (const [shape, script] of Object.entries(scripts)) {
    for (const { verb, name, limits } of [
      { verb: 'credentialHelper', name: 'docker-credential-endless', limits: ['credentialHelper'] },
      { verb: 'shellCheck', name: 'shellcheck', limits: ['shellCheck'] },
    ]) {
      it(`${verb}: ${shape}`, async () => {
        const file = await install(name, script);
        const outcome = await victim.perform({ verb, file: verb === 'shellCheck' ? file : directory });
        assertLimited(shape, outcome, limits);
        assert.doesNotMatch(outcome.sentence, /geheim/);
        const id = Number(await readFile(path.join(directory, 'id'), 'utf8'));
        await until('the program to be gone', () => !lives(id));
        assert.deepEqual((await readdir(directory)).sort(), [name, 'id'].sort());
      });
    }
  }

  it('remarks that are no remarks are left out, and too many values are told', async () => {
    for (const answer of ['null', '[]', '{"comments":[null,1,"a",[],{"fix":{"replacements":[null]}}]}', '{"comments":{}}']) {
      const outcome = await victim.perform({ verb: 'shellCheck', file: await install('shellcheck', `cat > /dev/null\necho '${answer}'`) });
      assert.ok(outcome.kind === 'none' ? outcome.said === 0 : outcome.kind === 'untyped', `${answer}: ${JSON.stringify(outcome)}`);
      assertSmall(answer, outcome);
    }
    await writeFile(path.join(directory, 'bomb'), `{"comments":[${'{},'.repeat(1_200_000)}{}]}`);
    assertLimited('values', await victim.perform({ verb: 'shellCheck', file: await install('shellcheck', `cat ${directory}/bomb`) }), ['jsonValues']);
  });
});
