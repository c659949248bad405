import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseRunLine, parseRunWords } from '../../../../src/core/run-line';
import { checkConfiguration } from '../../../../src/core/run/configuration-schema';
import { configurationLabel, configurationOfRun, wordsOfConfiguration } from '../../../../src/core/run/run-configuration';

const surroundings = { home: '/home/user', resolvePath: (path: string) => path, readFile: () => 'A=1\n' };

describe('a run configuration', () => {
  it('means what the line meant that it was made of', () => {
    const cases = JSON.parse(readFileSync(new URL('../run-line.cases.json', import.meta.url), 'utf8')) as readonly { readonly line: string; readonly refused?: true }[];
    let count = 0;
    for (const { line, refused } of cases) {
      if (refused === true || /\$|~|seccomp=seccomp|label-file/.test(line)) continue;
      const run = parseRunLine(line, surroundings);
      const configuration = configurationOfRun('web', run);
      const checked = checkConfiguration(JSON.parse(JSON.stringify(configuration)));
      assert.ok('configuration' in checked, `${line}: ${JSON.stringify(checked)}`);
      const again = parseRunWords(wordsOfConfiguration(checked.configuration, surroundings), surroundings);
      const { Labels, ...body } = again.specification.body;
      const { [configurationLabel]: label, ...labels } = Labels as Record<string, string>;
      const { Env, ...told } = run.specification.body;
      assert.equal(label, 'web');
      const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...(value as string[])].sort() : value);
      assert.deepEqual({ ...body, Env: sorted(body['Env']), ...(Object.keys(labels).length > 0 && { Labels: labels }) }, { ...told, Env: sorted(Env) }, line);
      assert.deepEqual([again.image, again.command, again.detached, again.pull, again.specification.name], [run.image, run.command, run.detached, run.pull, run.specification.name]);
      count++;
    }
    assert.ok(count > 200, String(count));
  });

  it('has fields that people read', () => {
    const run = parseRunLine('-d --rm --name web -p 8080:80 -e A=b -e C -v data:/d --network mine --restart "" -m 512m --init nginx nginx -T');
    assert.deepEqual(configurationOfRun('My web', run), {
      name: 'My web', image: 'nginx', command: ['nginx', '-T'], detach: true, remove: true, containerName: 'web', ports: ['8080:80'],
      environment: { A: 'b', C: null }, volumes: ['data:/d'], networks: ['mine'], memory: '512m', options: "--restart= --init=true",
    });
  });

  it('takes commands and options as a shell does', () => {
    const { options, command } = wordsOfConfiguration({ name: 'a', image: 'x', command: "sh -c 'echo a b'", options: '--init --cap-add "NET_ADMIN"' }, surroundings);
    assert.deepEqual([options.slice(0, 3), command], [['--init', '--cap-add', 'NET_ADMIN'], ['sh', '-c', 'echo a b']]);
  });
});
