import assert from 'node:assert/strict';
import { lineSurroundings } from '../../../../src/commands/images/line-surroundings';
import { parseRunLine } from '../../../../src/core/run-line';
import type { HostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { fakeApp } from '../../../support/fake-app';

describe('the machine of a run line', () => {
  const bind = (line: string, folder: string, host: Partial<HostEnvironment>): unknown =>
    (parseRunLine(line, lineSurroundings(fakeApp({ host }), folder)).specification.body['HostConfig'] as Readonly<Record<string, unknown>>)['Binds'];
  const windows = { platform: 'win32', homeDirectory: 'C:\\Users\\me', variables: { HOME: '/c/Users/other', UserProfile: 'C:\\Users\\me' } } as const;

  it('has the home folder of Windows, whatever HOME says there', () => {
    for (const line of ['-v $HOME\\x:/y a', '-v ~\\x:/y a', '-v %userprofile%\\x:/y a', '-v $env:USERPROFILE\\x:/y a']) assert.deepEqual(bind(line, 'D:\\w', windows), ['C:\\Users\\me\\x:/y'], line);
  });

  it('has the one that HOME says elsewhere', () => {
    assert.deepEqual(bind('-v $HOME/x:/y a', '/w', { platform: 'darwin', homeDirectory: '/Users/me', variables: { HOME: '/Users/other' } }), ['/Users/other/x:/y']);
  });

  it('makes paths absolute as its platform does', () => {
    assert.deepEqual(bind('-v .\\x\\..\\z:/y a', 'D:\\w', windows), ['D:\\w\\z:/y']);
    assert.deepEqual(bind('-v ./x/../z:/y a', '/w', { platform: 'linux', homeDirectory: '/', variables: {} }), ['/w/z:/y']);
  });
});
