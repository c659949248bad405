import assert from 'node:assert/strict';
import { findProgram, type ProgramHost, programStart, variableOf, wholePath } from '../../../src/core/program-path';

function host(platform: NodeJS.Platform, files: readonly string[], variables: Record<string, string> = {}): ProgramHost {
  return { platform, variables, home: platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada', isExecutable: (file) => Promise.resolve(files.includes(file)) };
}

const helper = 'docker-credential-desktop';
const windowsVariables = { Path: 'C:\\Windows\\system32;"C:\\Tools; and more"', ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local', ProgramData: 'C:\\ProgramData' };

describe('core/program-path', () => {
  const places: readonly (readonly [platform: NodeJS.Platform, file: string, variables?: Record<string, string>])[] = [
    ['win32', 'C:\\Program Files\\Docker\\Docker\\resources\\bin\\docker-credential-desktop.exe'],
    ['win32', 'C:\\Program Files\\Rancher Desktop\\resources\\resources\\win32\\bin\\docker-credential-desktop.exe'],
    ['win32', 'C:\\Users\\ada\\AppData\\Local\\Programs\\DockerDesktop\\resources\\bin\\docker-credential-desktop.exe'],
    ['win32', 'C:\\Users\\ada\\AppData\\Local\\Programs\\Rancher Desktop\\resources\\resources\\win32\\bin\\docker-credential-desktop.exe'],
    ['win32', 'C:\\ProgramData\\chocolatey\\bin\\docker-credential-desktop.exe'],
    ['win32', 'C:\\Users\\ada\\scoop\\shims\\docker-credential-desktop.cmd'],
    ['win32', 'C:\\Windows\\system32\\docker-credential-desktop.bat'],
    ['darwin', '/opt/homebrew/bin/docker-credential-desktop'],
    ['darwin', '/usr/local/bin/docker-credential-desktop'],
    ['darwin', '/Applications/Docker.app/Contents/Resources/bin/docker-credential-desktop'],
    ['darwin', '/home/ada/.orbstack/bin/docker-credential-desktop'],
    ['darwin', '/Applications/OrbStack.app/Contents/MacOS/xbin/docker-credential-desktop'],
    ['darwin', '/home/ada/.rd/bin/docker-credential-desktop'],
    ['darwin', '/home/ada/.docker/bin/docker-credential-desktop'],
    ['linux', '/home/ada/.rd/bin/docker-credential-desktop'],
    ['linux', '/home/linuxbrew/.linuxbrew/bin/docker-credential-desktop'],
  ];
  for (const [platform, file] of places) {
    it(`finds ${file} (${platform})`, async () => {
      const variables = platform === 'win32' ? windowsVariables : { PATH: '/usr/bin:/bin' };
      assert.equal(await findProgram(helper, host(platform, [file], variables)), file);
      const others = (['win32', 'darwin', 'linux'] as const).filter((other) => other !== platform && (other === 'win32') !== (platform === 'win32'));
      for (const other of others) assert.equal(await findProgram(helper, host(other, [file], other === 'win32' ? windowsVariables : { PATH: '/usr/bin' })), undefined);
    });
  }

  it('takes PATH before the places of products, and .exe before .cmd', async () => {
    const product = 'C:\\Program Files\\Docker\\Docker\\resources\\bin';
    for (const [files, expected] of [
      [[`${product}\\a.exe`, 'C:\\Windows\\system32\\a.cmd'], 'C:\\Windows\\system32\\a.cmd'],
      [['C:\\Windows\\system32\\a.cmd', 'C:\\Windows\\system32\\a.exe'], 'C:\\Windows\\system32\\a.exe'],
      [['C:\\Windows\\system32\\a', 'C:\\Windows\\system32\\a.bat'], 'C:\\Windows\\system32\\a.bat'],
    ] as const) assert.equal(await findProgram('a', host('win32', files, windowsVariables)), expected);
    assert.equal(await findProgram('a.EXE', host('win32', ['C:\\Windows\\system32\\a.EXE'], windowsVariables)), 'C:\\Windows\\system32\\a.EXE');
    assert.equal(await findProgram('a', host('darwin', ['/bin/a', '/opt/homebrew/bin/a'], { PATH: '/bin' })), '/bin/a');
    assert.equal(await findProgram('a', host('darwin', ['/opt/homebrew/bin/a'], { PATH: '/bin' }), 'path'), undefined);
  });

  it('never takes a folder that depends on where it is asked', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const asked: string[] = [];
      const PATH = platform === 'win32' ? ';.;bin;..\\x;""' : ':.:bin:../x::';
      await findProgram('a', { ...host(platform, [], { PATH }), isExecutable: (file) => Promise.resolve(asked.push(file) < 0) });
      assert.deepEqual(asked.filter((file) => !/^(?:\/|[A-Z]:\\)/.test(file)), []);
      assert.ok(asked.length > 0);
    }
  });

  it('reads variables as Windows does', () => {
    for (const name of ['PATH', 'Path', 'path']) assert.equal(variableOf({ platform: 'win32', variables: { [name]: 'x' } }, 'PATH'), 'x');
    assert.equal(variableOf({ platform: 'linux', variables: { Path: 'x' } }, 'PATH'), '');
  });

  it('hands the whole PATH on', () => {
    assert.match(wholePath(host('darwin', [], { PATH: '/usr/bin:.:/bin' })), /^\/usr\/bin:\/bin:.*\/opt\/homebrew\/bin/);
    assert.match(wholePath(host('win32', [], windowsVariables)), /^C:\\Windows\\system32;.*Docker\\Docker\\resources\\bin/);
  });

  it('starts batch files through their interpreter, whatever stands in the path', () => {
    for (const file of ['C:\\a\\b.cmd', 'C:\\50%PATH%off & calc ^(x)!\\b.BAT', 'C:\\Program Files\\x y\\docker-credential-a.cmd']) {
      const start = programStart(file, ['get'], { platform: 'win32', variables: { SYSTEMROOT: 'D:\\Windows' } });
      assert.deepEqual(start, {
        file: 'D:\\Windows\\System32\\cmd.exe',
        arguments: ['/d', '/v:off', '/s', '/c', '""%SLIPWAY_PROGRAM%" get"'],
        variables: { SLIPWAY_PROGRAM: file },
        verbatim: true,
      });
    }
    for (const [file, platform] of [['C:\\a\\b.exe', 'win32'], ['/bin/x.cmd', 'linux']] as const) {
      assert.deepEqual(programStart(file, ['get'], { platform, variables: {} }), { file, arguments: ['get'], variables: {}, verbatim: false });
    }
    for (const word of ['get & calc', '%PATH%', '', 'a"b']) assert.throws(() => programStart('C:\\a.cmd', [word], { platform: 'win32', variables: {} }));
  });
});
