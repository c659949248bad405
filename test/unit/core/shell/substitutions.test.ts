import assert from 'node:assert/strict';
import type { ShellSurroundings } from '../../../../src/core/shell/scan';
import { commandValue, variableValue } from '../../../../src/core/shell/substitutions';

type Given = Partial<ShellSurroundings>;
const all: Given = { workingDirectory: '/w', home: '/h', userName: 'ada', userId: 7, groupId: 8, hostName: 'box.example' };
const given = (variables: Readonly<Record<string, string>>, more: Given = {}): Given => ({ ...more, variables });
const surroundings = (part: Given): ShellSurroundings => part;

describe('what a shell knows by itself', () => {
  const variables: readonly (readonly [name: string, given: Given, text: string | undefined, isFolder?: true])[] = [
    ['PWD', all, '/w', true], ['PWD', given({ PWD: '/x' }, all), '/w', true], ['PWD', given({ PWD: '/x' }), '/x', true], ['PWD', {}, undefined],
    ['HOME', all, '/h', true], ['HOME', given({ HOME: '/x' }, all), '/x', true], ['HOME', {}, undefined],
    ['UID', all, '7'], ['EUID', all, '7'], ['UID', given({ UID: '1' }, all), '7'], ['EUID', given({ EUID: '1' }), '1'], ['UID', {}, undefined],
    ['USER', all, 'ada'], ['LOGNAME', all, 'ada'], ['USER', given({ USER: 'eve' }, all), 'eve'], ['LOGNAME', {}, undefined],
    ['HOSTNAME', all, 'box.example'], ['HOSTNAME', given({ HOSTNAME: 'x' }, all), 'x'],
    ['OTHER', all, undefined], ['OTHER', given({ OTHER: '' }, all), ''], ['toString', given({}, all), undefined],
  ];
  for (const [name, part, text, isFolder] of variables) {
    it(`$${name} is ${String(text)} with ${JSON.stringify(part)}`, () => {
      assert.deepEqual(variableValue(name, surroundings(part)), text === undefined ? undefined : isFolder ? { text, isFolder } : { text });
    });
  }

  const folders: readonly (readonly [line: string, given: Given, text: string | undefined])[] = [
    ['pwd', all, '/w'], ['pwd -L', all, '/w'], ['/bin/pwd -P', all, '/w'], ['/usr/bin/pwd', given({ PWD: '/x' }), '/x'], ['pwd', {}, undefined],
  ];
  for (const [line, part, text] of folders) {
    it(`$(${line}) is the folder ${String(text)} with ${JSON.stringify(part)}`, () => {
      assert.deepEqual(commandValue(line.split(' '), surroundings(part)), text === undefined ? undefined : { text, isFolder: true });
    });
  }
  const texts: Readonly<Record<string, string | undefined>> = {
    whoami: 'ada', logname: 'ada', 'id -un': 'ada', 'id -u -n': 'ada', 'id -nu': 'ada', '/usr/bin/whoami': 'ada',
    hostname: 'box.example', 'uname -n': 'box.example', 'hostname -s': 'box',
    'id -u': '7', 'id -g': '8', 'id -u ada': '7', 'id -g ada': '8', '/bin/id -u': '7',
    'id -u eve': undefined, 'id -g eve': undefined, 'id ada': undefined, 'id -G': undefined, '/sbin/whoami': undefined, '/opt/bin/whoami': undefined,
    'pwd -X': undefined, date: undefined, '': undefined,
  };
  for (const [line, text] of Object.entries(texts)) {
    it(`$(${line}) is ${String(text)}`, () => {
      assert.deepEqual(commandValue(line.split(' '), surroundings(all)), text === undefined ? undefined : { text });
      assert.equal(commandValue(line.split(' '), surroundings({})), undefined, 'of nothing, nothing');
    });
  }
  it('is nothing of somebody whose name is not known', () => {
    for (const line of ['id -u undefined', 'id -g undefined', 'id -u ada']) assert.equal(commandValue(line.split(' '), surroundings({ userId: 7, groupId: 8 })), undefined);
  });
});
