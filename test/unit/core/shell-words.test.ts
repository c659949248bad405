import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { LineProblem, readShellCommand, type ShellSurroundings } from '../../../src/core/shell-words';
import { shellFiles, shellFolder, shellIds, shellLines, shellVariables } from '../../support/shell-lines';

interface ShellCase {
  readonly line: string;
  readonly words?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Made by `scripts/oracle-shell-words.ts` from a real bash. */
const cases = JSON.parse(readFileSync(new URL('shell-words.cases.json', import.meta.url), 'utf8')) as readonly ShellCase[];

function readFolder(path: string): { name: string; isFolder: boolean }[] {
  const folder = posix.normalize(path).replace(/\/$/, '').slice(shellFolder.length + 1);
  const inside = shellFiles.filter((file) => folder === '' || file.startsWith(`${folder}/`)).map((file) => file.slice(folder === '' ? 0 : folder.length + 1));
  const names = new Map(inside.map((file) => [file.split('/')[0] ?? '', file.includes('/')]));
  return path.startsWith(shellFolder) ? [...names].map(([name, isFolder]) => ({ name, isFolder })) : [];
}

const surroundings: ShellSurroundings = { ...shellIds, home: '/home/user', workingDirectory: shellFolder, variables: shellVariables, processId: 4321, readFolder };

const textsOf = (line: string, changed: ShellSurroundings = {}) => readShellCommand(line, { ...surroundings, ...changed }).words.map(({ text }) => text);

describe('words of a shell line', () => {
  describe('are those of bash', () => {
    for (const { line, words, variables = {} } of cases) {
      it(line, () => {
        if (!words) {
          assert.throws(() => readShellCommand(line, surroundings), LineProblem);
          return;
        }
        const read = readShellCommand(line, surroundings);
        assert.deepEqual(read.words.slice(1).map(({ text }) => text), words);
        for (const [name, value] of Object.entries(variables)) assert.equal(read.assignments[name], value);
      });
    }

    it('for all lines of the list', () => {
      assert.deepEqual(cases.map(({ line }) => line), shellLines());
      assert.ok(cases.length > 500, String(cases.length));
    });
  });

  describe('are refused with what to do instead', () => {
    const refused: readonly (readonly [line: string, reason: RegExp, marked: string])[] = [
      ['docker run alpine | grep x', /output cannot be piped: .*sh -c/, '|'],
      ['cat x | docker run -i alpine cat', /run it with -i, .*Ctrl\+D/, '|'],
      ['docker run alpine |& cat', /cannot be piped/, '|&'],
      ['docker run alpine > out.txt', /redirected with ">"/, '>'],
      ['docker run alpine 2>/dev/null', /redirected with "2>"/, '2>'],
      ['docker run alpine 2>&1', /redirected with "2>&"/, '2>&'],
      ['docker run alpine &> x', /redirected with "&>"/, '&>'],
      ['docker run -i alpine < in.sql', /Input cannot be redirected .* mount the file with -v/, '<'],
      ['docker run -i alpine <<EOF\nx\nEOF', /Input cannot be redirected/, '<<'],
      ['docker run -i alpine <<< x', /"<<<"/, '<<<'],
      ['docker run alpine diff <(a) b', /<\(…\) cannot become a file/, '<('],
      ['docker run alpine &', /the option -d/, '&'],
      ['&', /A command is missing after "&"/, '&'],
      ['docker run alpine & x', /remove "&" and everything after it/, '& x'],
      ['docker run alpine && x', /remove "&&" and everything after it/, '&& x'],
      ['docker run alpine; x', /remove ";" and everything after it/, '; x'],
      ['docker run alpine\ndocker ps', /remove "↵" and everything after it/, '\ndocker ps'],
      ['docker run alpine || x', /"\|\|"/, '|| x'],
      ['docker run alpine ;;', /";;"/, ';;'],
      ['docker run alpine &&', /A command is missing after "&&"/, '&&'],
      ['cd app && docker run alpine', /remove everything before docker/, 'cd app &&'],
      ['docker rm -f x; docker run alpine', /remove everything before docker/, 'docker rm -f x;'],
      ['(docker run alpine)', /"\(" must be quoted/, '('],
      ['docker run alpine $(date +%s)', /\$\(date \+%s\) is not evaluated/, '$(date +%s)'],
      ['docker run alpine "a$(cat x | wc)"', /is not evaluated/, '$(cat x | wc)'],
      ['docker run alpine `date`', /`date` is not evaluated/, '`date`'],
      ['docker run alpine $((1 + 2))', /is not evaluated/, '$((1 + 2))'],
      ['docker run alpine ${FOO%x}', /\$\{FOO%x\} is not evaluated/, '${FOO%x}'],
      ['docker run alpine ${#FOO}', /is not evaluated/, '${#FOO}'],
      ['docker run alpine ${FOO:1:2}', /is not evaluated/, '${FOO:1:2}'],
      ['docker run alpine ${!FOO}', /is not evaluated/, '${!FOO}'],
      ['docker run alpine $(id -u somebody)', /is not evaluated/, '$(id -u somebody)'],
      ['docker run alpine $1 x', /\$1 is not expanded/, '$1'],
      ['docker run alpine "$@"', /\$@ is not expanded/, '$@'],
      ['docker run alpine ${?}', /is not expanded/, '${?}'],
      ['docker run alpine $NOPE', /NOPE is not set/, '$NOPE'],
      ['docker run alpine "a ${NOPE}"', /NOPE is not set/, '${NOPE}'],
      ['docker run alpine ${NOPE:?give a name}', /not set here: give a name/, '${NOPE:?give a name}'],
      ['docker run alpine ${EMPTY:?}', /EMPTY is not set/, '${EMPTY:?}'],
      ['docker run alpine ${FOO', /"\$\{" is not closed/, '${'],
      ['docker run alpine $(pwd', /"\$\(" is not closed/, '$('],
      ['docker run alpine `pwd', /"`" is not closed/, '`'],
      ["docker run alpine $'a", /quote is not closed/, '$'],
      ["docker run alpine $'\\xff'", /not valid UTF-8/, "$'\\xff'"],
      ['docker run -v ~other/x:/y alpine', /folder of ~other is unknown/, '~other'],
      ['A=$NOPE docker run alpine', /NOPE is not set/, '$NOPE'],
      ['A=1 LONG="x ${NOPE}" docker run alpine', /NOPE is not set/, '${NOPE}'],
      ['A=~other/x docker run alpine', /folder of ~other is unknown/, '~other'],
      ['docker run -e A=x:$NOPE alpine', /NOPE is not set/, '$NOPE'],
      ['docker run {1..99999} alpine', /too many words/, '{1..99999}'],
      ['docker run {a,b}{$NOPE,x} alpine', /NOPE is not set/, '{a,b}{$NOPE,x}'],
    ];
    for (const [line, reason, marked] of refused) {
      it(line, () => {
        assert.throws(
          () => readShellCommand(line, surroundings),
          (problem) => {
            assert.ok(problem instanceof LineProblem);
            assert.match(problem.reason, reason);
            assert.equal(line.slice(problem.offset, problem.offset + problem.length), marked);
            return true;
          },
        );
      });
    }
  });

  it('end at the blanks of shells alone', () => {
    for (const blank of ['\u00a0', '\u2009', '\u202f', '\u3000', '\ufeff', '\v', '\f']) assert.deepEqual(textsOf(`A=b${blank}c d`.replace('A=', 'x')), [`xb${blank}c`, 'd']);
    assert.deepEqual(textsOf('a\tb  c\r\n'), ['a', 'b', 'c']);
  });

  it('know the number of the process, and the home of the user by name', () => {
    assert.deepEqual(textsOf('--name x-$$ "$$" ~user/a'), ['--name', 'x-4321', '4321', '/home/user/a']);
    assert.throws(() => readShellCommand('$$'), LineProblem);
  });

  it('keep the path of a folder whole, which bash divides at its blanks', () => {
    const inBlanks = { workingDirectory: '/my project', variables: {}, home: '/my home' };
    assert.deepEqual(textsOf('-v $(pwd):/a -v $PWD/x:/b -v `pwd`:/c $HOME ~', inBlanks), ['-v', '/my project:/a', '-v', '/my project/x:/b', '-v', '/my project:/c', '/my home', '/my home']);
  });

  it('take backslashes and quotes out of words in quotes', () => {
    assert.deepEqual(textsOf('"${NONE-a\\"b}" "${NONE-"a"b}" "${NONE-a\\$b}" ${NONE-"a b"} "${NONE-\\a}"'), ['a"b', 'ab', 'a$b', 'a b', '\\a']);
  });

  it('join lines that an input box has made one', () => {
    assert.deepEqual(textsOf('docker run \\ -it \\   --rm \\ -p 80:80 alpine'), ['docker', 'run', '-it', '--rm', '-p', '80:80', 'alpine']);
  });

  it('leave out the marks of continued lines that follow a prompt', () => {
    const line = '$ docker run \\\n> -it \\\n> alpine';
    assert.deepEqual(readShellCommand(line, surroundings, 2, true).words.map(({ text }) => text), ['docker', 'run', '-it', 'alpine']);
  });

  it('have backslashes as they are on Windows', () => {
    assert.deepEqual(textsOf('-v C:\\a\\b:/c "A=\\n" ~\\x', { backslash: 'literal', home: 'C:\\Users\\u', variables: {} }), ['-v', 'C:\\a\\b:/c', 'A=\\n', 'C:\\Users\\u\\x']);
  });

  it('never take more than moments, and end in words or in a problem, whatever is nested', () => {
    const deep = [
      '${A:-'.repeat(5_000), '$('.repeat(5_000), `"${'${A:-"'.repeat(2_000)}`, '{a,'.repeat(5_000), '{'.repeat(5_000), '{a,b}'.repeat(500), '`'.repeat(5_001), '('.repeat(5_000),
      `${'*'.repeat(500)}x`, '*a'.repeat(200), '['.repeat(5_000), `$${'A'.repeat(20_000)}`, `${'{a,'.repeat(60)}b${'}'.repeat(60)}`,
    ];
    for (const text of deep) {
      try {
        assert.ok(textsOf(`docker run ${text}`).length <= 10_000);
      } catch (problem) {
        assert.ok(problem instanceof LineProblem, `${text.slice(0, 20)}: ${String(problem)}`);
      }
    }
  }).timeout(60_000);
});
