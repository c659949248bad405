import assert from 'node:assert/strict';
import { parseShell } from '../../../../src/dockerfile/shell/parse-shell';
import { installerEffects } from '../../../../src/dockerfile/safety/installers';
import type { Whereabouts } from '../../../../src/dockerfile/safety/effects';

const at = (family: Whereabouts['base']['family']): Whereabouts => ({ base: { family, name: 'x', tag: '', isVariable: false, workdir: '/' }, workdir: '/', cwd: '/', isRoot: true, isUsualPath: true });

describe('what an installer leaves for the next RUN', () => {
  const effects = (text: string, family: Whereabouts['base']['family'] = 'debian'): unknown => {
    const command = parseShell(text).commands[0];
    assert.ok(command !== undefined);
    return installerEffects(command, at(family));
  };
  const any = { programs: 'any' };
  const nothing = { programs: [] };
  const cases: readonly (readonly [command: string, effects: unknown, family?: Whereabouts['base']['family']])[] = [
    ['apt-get install -y curl', nothing], ['apt-get install -y -t backports curl', nothing], ['apt-get update', nothing], ['apt-get install -y ./a.deb', undefined], ['apt-get install -y bash', undefined], ['apt-get install -y busybox-static', undefined], ['apt-get source a', undefined],
    ['apt-get install -y $A', undefined], ['apt-get -o Dir::Etc=/x update', undefined], ['apk add curl', undefined], ['apk add curl', any, 'alpine'], ['apk update', nothing, 'alpine'], ['apk add --root /x curl', undefined, 'alpine'],
    ['dnf install -y httpd-2.4', nothing, 'rpm'], ['dnf install -y https://a.example/b.rpm', undefined, 'rpm'], ['dnf install -y bash-5.2', undefined, 'rpm'], ['dnf install --installroot=/x a', undefined, 'rpm'],
    ['npm install -g a', any], ['npm i --global @a/b@1 c', any], ['npm install -g', undefined], ['npm install a', undefined], ['npm install -g ./a', undefined], ['npm install -g git+https://a.example/b', undefined], ['npm install -g --prefix /x a', undefined], ['npm cache clean --force', nothing], ['npm run a', undefined],
    ['pip install a==1 b', any], ['pip3 install -r requirements.txt a', any], ['pip install .', undefined], ['pip install -e a', undefined], ['pip install --target=/x a', undefined], ['pip install git+https://a.example/b', undefined], ['pip download a', undefined],
    ['gem install a', any], ['gem install ./a.gem', undefined], ['gem build a', undefined],
    ['make install', undefined],
  ];
  for (const [command, expected, family] of cases) it(`${command}${family === undefined ? '' : ` of ${family}`}`, () => assert.deepEqual(effects(command, family), expected));
});
