import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compressedLine, dockerLine, dockerLineWithSecrets } from '../../../src/core/docker-line';
import { type TerminalShell, terminalShellOf } from '../../../src/core/terminal-shell';
import { argumentsOf, lineOfPowershell5, throughCmd, wordsOfPowershell } from '../../support/windows-shells';

/** What docker gets of a line in that shell. */
const reads: Readonly<Record<Exclude<TerminalShell, 'posix'>, (line: string) => readonly string[]>> = {
  cmd: (line) => argumentsOf(throughCmd(line, { PATH: 'C:\\bin', CD: 'C:\\work' })),
  windowsPowershell: (line) => argumentsOf(lineOfPowershell5(wordsOfPowershell(line))),
  powershell: wordsOfPowershell,
  powershellOnUnix: wordsOfPowershell,
};
const shells = ['cmd', 'windowsPowershell', 'powershell', 'powershellOnUnix'] as const;

const pieces = ['a', ' ', '"', "'", '\\', '%PATH%', '%', '^', '&', '|', '<', '>', '$HOME', '`', '’', '“', '{{.ID}}', '@', ',', ';', '(', ')', '#', '!', '*', '~', '-', '.', ':', 'é', '\u{1f433}', '$(id)', '--%'];
const word = fc.oneof(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')), fc.string({ unit: 'grapheme' }));

describe('docker lines for a terminal', () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    ['nginx:1.27', 'nginx:1.27', 'nginx:1.27', 'nginx:1.27'],
    ['C:\\Users\\me me\\x:/data', '"C:\\Users\\me me\\x:/data"', "'C:\\Users\\me me\\x:/data'", "'C:\\Users\\me me\\x:/data'"],
    ['C:\\x\\', 'C:\\x\\', 'C:\\x\\', 'C:\\x\\'],
    ['C:\\a b\\', '"C:\\a b\\\\"', "'C:\\a b\\\\'", "'C:\\a b\\'"],
    ['', '""', "'\"\"'", "''"],
    ["it's", '"it\'s"', "'it''s'", "'it''s'"],
    ['a"b', '^"a\\^"b^"', "'a\\\"b'", "'a\"b'"],
    ['100%', '^"100^%^"', "'100%'", "'100%'"],
    ['a&b|c', '"a&b|c"', "'a&b|c'", "'a&b|c'"],
    ['{{.ID}}', '"{{.ID}}"', "'{{.ID}}'", "'{{.ID}}'"],
    ['--format=a.b', '--format=a.b', "'--format=a.b'", "'--format=a.b'"],
    ['a\u001b[0mb', '"a [0mb"', '"a$([char]27)[0mb"', '"a$([char]27)[0mb"'],
  ];
  for (const [given, cmd, windowsPowershell, powershell] of table) {
    it(`quote ${JSON.stringify(given)}`, () => {
      const written = (shell: TerminalShell): string => dockerLine([given], shell).slice('docker '.length);
      assert.deepEqual([written('cmd'), written('windowsPowershell'), written('powershell')], [cmd, windowsPowershell, powershell]);
    });
  }

  for (const shell of shells) {
    it(`give docker the words back in ${shell}`, () => {
      fc.assert(
        fc.property(fc.array(word, { maxLength: 5 }), (words) => {
          const line = dockerLineWithSecrets(['run', ...words], shell);
          const expected = words.map((each) => (shell === 'cmd' ? throughBlanks(each) : each));
          assert.deepEqual(reads[shell](line), ['docker', 'run', ...expected], line);
        }),
        { numRuns: 4000 },
      );
    });
  }

  it('write a compressed archive so that no shell reads its bytes as text', () => {
    const words = ['save', 'a b'];
    assert.equal(compressedLine(words, 'gzip', '/x y.tar.gz', 'posix'), "docker save 'a b' | gzip > '/x y.tar.gz'");
    assert.equal(compressedLine(words, 'gzip', 'C:\\x y.tar.gz', 'cmd'), 'docker save "a b" | tar --gzip -cf "C:\\x y.tar.gz" @-');
    for (const shell of ['windowsPowershell', 'powershell'] as const) {
      assert.equal(compressedLine(words, 'zstd', "C:\\it's.tar.zst", shell), `cmd /c 'docker save "a b" | tar --zstd -cf "C:\\it''s.tar.zst" @-'`);
    }
    assert.equal(compressedLine(words, 'gzip', '/x y.tar.gz', 'powershellOnUnix'), "sh -c 'docker save ''a b'' | gzip > ''/x y.tar.gz'''");
  });

  it('are for the shell that VS Code names', () => {
    const cases: readonly (readonly [string, NodeJS.Platform, TerminalShell])[] = [
      ['C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'win32', 'windowsPowershell'],
      ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'win32', 'powershell'],
      ['C:\\Windows\\system32\\cmd.exe', 'win32', 'cmd'],
      ['C:\\Windows\\System32\\CMD.EXE', 'win32', 'cmd'],
      ['C:\\Program Files\\Git\\bin\\bash.exe', 'win32', 'posix'],
      ['C:\\Windows\\System32\\wsl.exe', 'win32', 'posix'],
      ['', 'win32', 'windowsPowershell'],
      ['/bin/zsh', 'darwin', 'posix'],
      ['/usr/bin/fish', 'linux', 'posix'],
      ['/usr/local/bin/pwsh', 'darwin', 'powershellOnUnix'],
      ['', 'linux', 'posix'],
    ];
    for (const [program, platform, shell] of cases) assert.equal(terminalShellOf(program, platform), shell, program);
  });
});

/** Of what ends a line in cmd a blank is left. */
function throughBlanks(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to be found
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
}
