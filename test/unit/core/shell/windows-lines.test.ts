import assert from 'node:assert/strict';
import { win32 } from 'node:path';
import fc from 'fast-check';
import { dockerLineWithSecrets } from '../../../../src/core/docker-line';
import { checkRunLine, dialectOf, type LineSurroundings, parseRunLine } from '../../../../src/core/run-line';
import type { ShellDialect } from '../../../../src/core/shell/dialect';

const windows: LineSurroundings = {
  backslash: 'literal',
  home: 'C:\\Users\\me me',
  workingDirectory: 'C:\\work dir',
  userName: 'me',
  hostName: 'pc',
  processId: 42,
  variables: { Path: 'C:\\bin', USERPROFILE: 'C:\\Users\\me me', TOKEN: 't 1', AppData: 'C:\\Users\\me me\\AppData\\Roaming' },
  resolvePath: (relative) => win32.resolve('C:\\work dir', relative),
};
const linux: LineSurroundings = { home: '/home/me', workingDirectory: '/work dir', userName: 'me', variables: { TOKEN: 't 1' } };

const binds = (line: string, surroundings: LineSurroundings = windows): unknown => (parseRunLine(line, surroundings).specification.body['HostConfig'] as Readonly<Record<string, unknown>>)['Binds'];
const words = (line: string, surroundings: LineSurroundings = windows): readonly string[] => parseRunLine(line, surroundings).words;

describe('run lines of Windows', () => {
  it('have the escapes of PowerShell', () => {
    for (const [escape, character] of [['n', '\n'], ['t', '\t'], ['r', '\r'], ['e', '\u001b'], ['a', '\u0007'], ['b', '\b'], ['f', '\f'], ['v', '\u000b'], ['$', '$'], ['`', '`'], ['"', '"']] as const) {
      assert.deepEqual(words(`docker run alpine echo "x\`${escape}y"`, { ...windows, dialect: 'powershell' }).slice(-1), [`x${character}y`], escape);
    }
  });
  it('have here-strings, members of variables and what the last command left refused, as nothing but PowerShell can tell them', () => {
    const shell = { ...windows, dialect: 'powershell' as const };
    for (const piece of ["@'\na b\n'@", '@"\na b\n"@', '$env:TOKEN.Length', '$env:TOKEN[0]', '$HOME.Length', '$PWD.Drive', '$?', '$^', '$$']) {
      const checked = checkRunLine(`docker run alpine echo ${piece}`, shell);
      assert.ok('reason' in checked && checked.length > 1, piece);
    }
    for (const [piece, text] of [['"$env:TOKEN.Length"', 't 1.Length'], ['a.$env:TOKEN.b', 'a.t 1.b'], ['a$', 'a$'], ['a@b.c', 'a@b.c'], ['$PWD.Path', 'C:\\work dir']] as const) {
      assert.deepEqual(words(`docker run alpine echo ${piece}`, shell).slice(-1), [text], piece);
    }
  });
  it('are not those of PowerShell for what looks like its prompt behind other words', () => {
    for (const line of ['docker run alpine echo "PS C:\\> x"', 'docker run alpine PS /> x']) assert.equal(dialectOf(line, linux), 'posix', line);
    assert.equal(dialectOf('PS C:\\> docker run alpine', linux), 'powershell');
  });

  describe('mount folders', () => {
    const work = 'C:\\work dir';
    const home = 'C:\\Users\\me me';
    const table: readonly (readonly [string, string])[] = [
      ['-v %cd%:/x', `${work}:/x`],
      ['-v "%CD%":/x', `${work}:/x`],
      ['-v "%cd%\\data:/x:ro"', `${work}\\data:/x:ro`],
      ['-v %USERPROFILE%\\data:/x', `${home}\\data:/x`],
      ['-v "%appdata%\\y":/x', `${home}\\AppData\\Roaming\\y:/x`],
      ['-v ${pwd}:/x', `${work}:/x`],
      ['-v ${PWD}:/x', `${work}:/x`],
      ['-v "${PWD}:/x"', `${work}:/x`],
      ['-v $pwd\\data:/x', `${work}\\data:/x`],
      ['-v "$pwd/data:/x"', `${work}/data:/x`],
      ['-v $(pwd):/x', `${work}:/x`],
      ['-v "$(Get-Location):/x"', `${work}:/x`],
      ['-v "$((Get-Location).Path):/x"', `${work}:/x`],
      ['-v "$($PWD.Path):/x"', `${work}:/x`],
      ['-v "$(pwd).Path:/x" --name $env:USERNAME', `${work}.Path:/x`],
      ['-v $env:USERPROFILE\\data:/x', `${home}\\data:/x`],
      ['-v "${env:USERPROFILE}\\data:/x"', `${home}\\data:/x`],
      ['-v $HOME/data:/x', `${home}/data:/x`],
      ['-v "$HOME\\data:/x"', `${home}\\data:/x`],
      ['-v ~\\data:/x', `${home}\\data:/x`],
      ['-v ~/data:/x', `${home}/data:/x`],
      ['-v "C:\\Users\\me me\\x:/data"', 'C:\\Users\\me me\\x:/data'],
      ["-v 'C:\\Users\\me me\\x:/data'", 'C:\\Users\\me me\\x:/data'],
      ['-v "C:\\Users\\me me\\x":/data', 'C:\\Users\\me me\\x:/data'],
      ['-v "C:\\Users\\me me\\":/data', 'C:\\Users\\me me\\:/data'],
      ['-v c:/x:/y:ro', 'c:/x:/y:ro'],
      ['-v //c/x:/y', '//c/x:/y'],
      ['-v /c/Users/x:/y', '/c/Users/x:/y'],
      ['-v .\\data:/x', `${work}\\data:/x`],
      ['-v ./data:/x', `${work}\\data:/x`],
      ['-v C:\\x:C:\\y', 'C:\\x:C:\\y'],
      ['-v \\\\server\\share:/x', '\\\\server\\share:/x'],
    ];
    for (const [options, expected] of table) {
      it(options, () => {
        for (const program of ['docker run', 'docker.exe run', '"C:\\Program Files\\Docker\\Docker\\resources\\bin\\docker.exe" run', '']) assert.deepEqual(binds(`${program} ${options} nginx`), [expected], program);
      });
    }
  });

  it('say that a folder with a blank needs quotes', () => {
    for (const surroundings of [windows, { ...windows, dialect: 'cmd' }, { ...windows, dialect: 'powershell' }] as const) {
      for (const options of ['-v C:\\Users\\me me\\x:/data', '-vC:/Users/me me/x:/data:ro', '--volume=C:\\Users\\me me:/data']) {
        const checked = checkRunLine(`docker run ${options} nginx`, surroundings);
        assert.ok('reason' in checked && checked.reason.includes('"C:') && checked.reason.includes('quotes'), JSON.stringify(checked));
      }
    }
  });

  describe('go on behind the end of a line', () => {
    const signs: readonly (readonly [string, ShellDialect])[] = [['\\', 'posix'], ['`', 'powershell'], ['^', 'cmd']];
    const parts = ['docker run -d', '--name web', '-p 80:80', '-e A=1', 'nginx:1', 'sleep 5'];
    const expected = parseRunLine(parts.join(' '));
    for (const [sign, dialect] of signs) {
      for (const surroundings of [windows, linux]) {
        const joins: Readonly<Record<string, string>> = {
          'lines': ` ${sign}\n`,
          'lines of Windows': ` ${sign}\r\n`,
          'lines that are set in': ` ${sign}\n    `,
          'lines with a blank behind the sign': dialect === 'posix' ? ` ${sign}\n` : ` ${sign} \n `,
          'lines put together, set in': ` ${sign}    `,
          'lines put together with a blank': ` ${sign} `,
          'lines put together without any': ` ${sign}`,
        };
        for (const [name, join] of Object.entries(joins)) {
          // What stood at the beginning of its line and is no option cannot be told from an escape, on Linux, or from a path.
          const joined = name.startsWith('lines put together') && dialect === 'posix' ? `${parts.slice(0, 4).join(join)} ${parts.slice(4).join(' ')}` : parts.join(join);
          it(`${dialect}, ${name}, ${surroundings === windows ? 'on Windows' : 'on Linux'}`, () => {
            const read = parseRunLine(joined, surroundings);
            assert.deepEqual({ ...read, imagePlace: expected.imagePlace }, expected);
            assert.equal(joined.slice(read.imagePlace.offset, read.imagePlace.offset + read.imagePlace.length), 'nginx:1');
          });
        }
      }
    }

    it('and the image may be what stood on the last one', () => {
      for (const surroundings of [windows, linux]) {
        for (const sign of ['\\', '`', '^']) for (const gap of [' ', '   ']) assert.equal(parseRunLine(`docker run ${sign}${gap}-d ${sign}${gap}--name web ${sign}${gap}nginx`, surroundings).image, 'nginx', sign);
      }
    });

    it('with the prompts of further lines', () => {
      assert.deepEqual(words('PS C:\\work> docker run -d `\n>> --name web `\n>>   nginx'), ['-d', '--name', 'web', 'nginx']);
      assert.deepEqual(words('C:\\work>docker run -d ^\nMore? --name web ^\nMore? nginx'), ['-d', '--name', 'web', 'nginx']);
    });
  });

  describe('have quotes', () => {
    const table: readonly (readonly [ShellDialect, string, string])[] = [
      ['cmd', '"a b"', 'a b'],
      ['cmd', "'a'", "'a'"],
      ['cmd', '"{\\"a\\": 1}"', '{"a": 1}'],
      ['cmd', '"a""b"', 'a"b'],
      ['cmd', 'a\\b\\\\c', 'a\\b\\\\c'],
      ['cmd', '"a\\\\"', 'a\\'],
      ['cmd', 'a^&b', 'a&b'],
      ['cmd', '"a & b | c > d"', 'a & b | c > d'],
      ['cmd', 'a^"b', 'ab'],
      ['cmd', '""', ''],
      ['cmd', '100%', '100%'],
      ['cmd', '%TOKEN%', 't'],
      ['cmd', '"%token%"', 't 1'],
      ['cmd', '$HOME', '$HOME'],
      ['cmd', '~', '~'],
      ['powershell', "'it''s'", "it's"],
      ['powershell', '"a`"b`$c``d"', 'a"b$c`d'],
      ['powershell', '"a""b"', 'a"b'],
      ['powershell', '"a`tb`nc"', 'a\tb\nc'],
      ['powershell', "'$HOME `n %PATH%'", '$HOME `n %PATH%'],
      ['powershell', "'{\"a\": 1}'", '{"a": 1}'],
      ['powershell', 'A="b c"', 'A=b c'],
      ['powershell', 'a` b', 'a b'],
      ['powershell', '‘a b’', 'a b'],
      ['powershell', '“a b”', 'a b'],
      ['powershell', '""', ''],
      ['powershell', '"$env:TOKEN|${env:token}"', 't 1|t 1'],
      ['powershell', '$pid', '42'],
      ['powershell', '"$"', '$'],
      ['powershell', 'C:\\a\\b', 'C:\\a\\b'],
      ['powershell', 'a#b', 'a#b'],
      ['powershell', 'a,b', 'a,b'],
      ['powershell', '{{.ID}}', '{{.ID}}'],
    ];
    for (const [dialect, raw, expected] of table) {
      it(`${dialect}: ${raw}`, () => assert.equal(words(`docker run nginx ${raw}`, { ...windows, dialect })[1], expected));
    }

    it('on Windows without any sign, as each of its shells has them', () => {
      assert.deepEqual(words(`nginx "{\\"a\\": \\"b c\\"}" "C:\\my dir\\" 'x y' C:\\z "A=C:\\q r\\"`), ['nginx', '{"a": "b c"}', 'C:\\my dir\\', 'x y', 'C:\\z', 'A=C:\\q r\\']);
    });

    it('that must be closed', () => {
      for (const dialect of ['cmd', 'powershell'] as const) {
        const checked = checkRunLine('nginx "a b', { ...windows, dialect });
        assert.ok('reason' in checked && checked.offset === 6, dialect);
      }
    });
  });

  describe('are recognised', () => {
    const table: readonly (readonly [string, ShellDialect])[] = [
      ['-v %cd%:/x nginx', 'cmd'],
      ['C:\\work>docker run nginx', 'cmd'],
      ['C:\\Program Files (x86)>docker run nginx', 'cmd'],
      ['docker run ^\n nginx', 'cmd'],
      ['PS C:\\work> docker run nginx', 'powershell'],
      ['PS /home/me> docker run nginx', 'powershell'],
      ['-e A=$env:TOKEN nginx', 'powershell'],
      ['docker run `\n nginx', 'powershell'],
      ['& docker run nginx', 'powershell'],
      ['-v "${pwd}:/x" nginx', 'powershell'],
      ['-e A=$null nginx', 'powershell'],
      ['--init=$True nginx', 'powershell'],
      ['-e "A=x`ny" nginx', 'powershell'],
      ['-e A=`"x`" nginx', 'powershell'],
      ['docker run --% -e A=%B% nginx', 'powershell'],
      ['-e A=$nullable nginx', 'posix'],
      ["-e 'A=$null ` `\"' nginx", 'posix'],
      ['-e A=\\`x nginx', 'posix'],
      ['-v $(pwd):/x nginx', 'posix'],
      ['-v `pwd`:/x nginx', 'posix'],
      ['-v "$PWD":/x nginx', 'posix'],
      ['nginx date +%H%M%S', 'posix'],
      ['nginx date +%Y%m%d', 'posix'],
      ["nginx sh -c 'echo %PATH% ${pwd} $env:X ^ -a'", 'posix'],
      ['nginx grep ^ /etc/passwd', 'posix'],
      ['nginx grep ^a', 'posix'],
      ['nginx sh -c "echo `date` `id -u`"', 'posix'],
    ];
    for (const [line, dialect] of table) it(`${JSON.stringify(line)}: ${dialect}`, () => assert.equal(dialectOf(line, linux), dialect));

    it('never against what was chosen, nor against variables of that name', () => {
      for (const dialect of ['posix', 'cmd', 'powershell'] as const) assert.equal(dialectOf('-v %cd%:$env:X nginx', { ...windows, dialect }), dialect);
      assert.equal(dialectOf('-v $pwd:/x nginx', { ...linux, variables: { pwd: '/y' } }), 'posix');
      assert.deepEqual(words('a\\b nginx'.replace('a\\b', '--name a\\b'), { ...windows, dialect: 'posix' }), ['--name', 'ab', 'nginx']);
    });
  });

  describe('are one command', () => {
    for (const dialect of ['cmd', 'powershell'] as const) {
      for (const rest of ['| more', '> x.txt', '2>&1', '&& echo', '; echo', '\necho', '& echo']) {
        it(`${dialect}: ${rest}`, () => {
          const checked = checkRunLine(`docker run nginx ${rest}`, { ...windows, dialect });
          // A semicolon is a word of its own for cmd.
          if (dialect === 'cmd' && rest.startsWith(';')) assert.ok('run' in checked);
          else assert.ok('reason' in checked, JSON.stringify(checked));
        });
      }
    }

    it('of variables that are there', () => {
      for (const line of ['$env:NONE nginx', '${nothing} nginx', '%NONE% nginx', '$(Get-Date) nginx', '(Get-Date) nginx', '%cd:~0,2% nginx', '%~dp0 nginx']) {
        const dialect = line.includes('%') ? 'cmd' : 'powershell';
        const checked = checkRunLine(`-e A=${line}`, { ...windows, dialect });
        assert.ok('reason' in checked, line);
      }
    });
  });

  describe('mean what they were made of', () => {
    const word = fc.oneof(
      fc.array(fc.constantFrom('a', ' ', "'", '\\', '%x', '^', '&', '|', '<', '$', '`', '’', '“', '{{.ID}}', '@', ',', ';', '(', '#', '!', '~', '-', '.', ':', '"', 'é', '\u{1f433}'), { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join('')),
      fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
    );
    const shells: readonly (readonly [ShellDialect, 'cmd' | 'powershell' | 'posix'])[] = [['cmd', 'cmd'], ['powershell', 'powershell'], ['posix', 'posix']];
    for (const [dialect, shell] of shells) {
      it(dialect, () => {
        fc.assert(
          fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom(' ', '  ', dialect === 'cmd' ? ' ^\n ' : dialect === 'powershell' ? ' `\n ' : ' \\\n '), (command, gap) => {
            const line = `docker${gap}run${gap}-d nginx ${command.map((each) => dockerLineWithSecrets([each], shell).slice('docker '.length)).join(gap)}`;
            assert.deepEqual(parseRunLine(line, { ...windows, dialect }).command, command, line);
          }),
          { numRuns: 3000 },
        );
      });
    }

    it('and nothing that is typed makes a reader fail otherwise than it may', () => {
      const text = fc.oneof(fc.string(), fc.array(fc.constantFrom('docker', 'run', 'nginx', ' ', '"', "'", '`', '^', '%', '$', '$(', '(', ')', '{', '}', '\\', '\n', '\r\n', '%cd%', '$pwd', '$env:', '--%', '#', '<#', '-v', ':', ';', '&', '~')).map((pieces) => pieces.join('')));
      fc.assert(
        fc.property(text, fc.constantFrom(undefined, 'posix', 'cmd', 'powershell'), (line, dialect) => {
          const checked = checkRunLine(line, { ...windows, ...(dialect && { dialect }) });
          return 'run' in checked || (checked.offset >= 0 && checked.offset + checked.length <= line.length);
        }),
        { numRuns: 20_000 },
      );
    });
  });
});
