import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonFinding } from '../../../src/cli/formats/json';
import { slipwayLint } from '../../../src/cli/slipway-lint';

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

const clean = 'FROM debian:12\nUSER 1000\n';
const unpinned = 'FROM debian\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER 1000\n';

describe('slipway-lint', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'slipway-lint-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function put(name: string, text: string | Buffer): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async function run(words: readonly string[], extra: { readonly input?: string; readonly environment?: Record<string, string>; readonly windows?: boolean } = {}): Promise<Ran> {
    let out = '';
    let error = '';
    const status = await slipwayLint(words, {
      environment: extra.environment ?? {},
      home: path.join(folder, 'home'),
      windows: extra.windows ?? false,
      workingFolder: folder,
      version: '1.2.3',
      colours: false,
      print: (text) => (out += text),
      printError: (text) => (error += text),
      readInput: () => Buffer.from(extra.input ?? ''),
    });
    return { status, out, error };
  }

  async function findings(words: readonly string[], extra?: Parameters<typeof run>[1]): Promise<readonly JsonFinding[]> {
    return JSON.parse((await run(['--format', 'json', ...words], extra)).out) as readonly JsonFinding[];
  }

  it('checks what grows without end, and keeps the promise of --no-fail', async () => {
    const doubling = `FROM debian:12\nENV A0=xxxxxxxxxx\n${Array.from({ length: 40 }, (_, index) => `ENV A${String(index + 1)}=$A${String(index)}$A${String(index)}\n`).join('')}WORKDIR $A40\nUSER 1000\n`;
    const nested = `FROM debian:12\nWORKDIR ${'${A:-'.repeat(10_000)}x${'}'.repeat(10_000)}\nUSER 1000\n`;
    const stages = Array.from({ length: 8_000 }, (_, index) => `FROM debian:12 AS s${String(index)}\n`).join('');
    const groups = `FROM debian:12\nRUN ${'('.repeat(2_000)}true${')'.repeat(2_000)}\n`;
    for (const [index, text] of [doubling, nested, stages, groups].entries()) {
      const file = put(`grown-${String(index)}.Dockerfile`, text);
      const { status, out, error } = await run(['--no-fail', '--format', 'json', file]);
      assert.equal(status, 0, error);
      assert.ok(!(JSON.parse(out) as readonly JsonFinding[]).some(({ code }) => code === 'FileFailed'), file);
    }
  });

  it('tells of a file that cannot be read as a finding of it, in every format, and checks the others', async () => {
    const good = put('Dockerfile', unpinned);
    // Sparse: Node reads no file above 2 GB at once.
    const bad = put('huge.Dockerfile', '');
    truncateSync(bad, 3 * 2 ** 30);
    for (const format of ['text', 'json', 'sarif', 'checkstyle', 'github']) {
      const { status, out } = await run(['--format', format, bad, good]);
      assert.equal(status, 1, format);
      assert.match(out, /FileFailed/, format);
      assert.match(out, /DL3006/, format);
    }
    assert.equal((await run(['--no-fail', bad, good])).status, 0);
  });

  it('counts no column for a byte order mark, and keeps it', async () => {
    const marked = put('marked.Dockerfile', '\ufeffFROM debian\nRUN apt-get install curl\nUSER 1000\n');
    const plain = put('plain.Dockerfile', 'FROM debian\nRUN apt-get install curl\nUSER 1000\n');
    const places = async (file: string) => (await findings([file])).map(({ code, line, column, endColumn }) => [code, line, column, endColumn]);
    assert.deepEqual(await places(marked), await places(plain));
    await run(['--fix', marked]);
    assert.ok(readFileSync(marked, 'utf8').startsWith('\ufeffFROM debian\nRUN apt-get install -y curl'));
  });

  it('says nothing of a clean file', async () => {
    assert.deepEqual(await run([put('Dockerfile', clean)]), { status: 0, out: '', error: '' });
    assert.deepEqual(await run(['-f', 'json', put('Dockerfile', clean)]), { status: 0, out: '[]\n', error: '' });
  });

  it('prints the exact place, code, level and message', async () => {
    const { status, out } = await run([put('Dockerfile', unpinned)]);
    assert.equal(status, 1);
    assert.match(out, /^.*\/Dockerfile:1:6 DL3006 warning: .+\n.*\/Dockerfile:3:48 DL3008 warning: .+\n$/);
  });

  it('puts findings into JSON on the line of the tool, with the columns of the exact place', async () => {
    const file = put('Dockerfile', `${unpinned}CMD start\n`);
    const found = await findings([file]);
    assert.deepEqual(
      found.map(({ message, ...rest }) => ({ ...rest, hasMessage: message !== '' })),
      [
        { file, line: 1, column: 6, endLine: 1, endColumn: 12, code: 'DL3006', aliases: [], level: 'warning', fix: null, hasMessage: true },
        { file, line: 2, column: 48, endLine: 3, endColumn: 52, code: 'DL3008', aliases: [], level: 'warning', fix: null, hasMessage: true },
        { file, line: 5, column: 5, endLine: 5, endColumn: 10, code: 'DL3025', aliases: ['JSONArgsRecommended'], level: 'warning', fix: 'safe', hasMessage: true },
      ],
    );
  });

  it('holds both findings where two tools put one fact on different lines', async () => {
    const found = await findings([put('Dockerfile', `${clean}CMD ["a"]\nCMD ["b"]\n`)]);
    assert.deepEqual(found.map(({ line, code, aliases }) => [line, code, ...aliases]), [[3, 'MultipleInstructionsDisallowed'], [4, 'DL4003']]);
  });

  it('searches folders and patterns for Dockerfiles', async () => {
    const text = 'FROM debian\nUSER 1\n';
    const wanted = ['Dockerfile', 'Dockerfile.dev', 'a/b/api.Dockerfile', 'a/Containerfile', 'web.dockerfile', 'my-Dockerfile', 'my__Dockerfile'].map((name) => put(name, text));
    for (const name of ['node_modules/Dockerfile', '.git/Dockerfile', 'Dockerfile.dockerignore', 'dockerfile_test.go', 'Dockerfile.md', 'NotADockerfile', 'notes']) put(name, text);
    const files = (found: readonly JsonFinding[]): string[] => [...new Set(found.map(({ file }) => file))].sort();
    assert.deepEqual(files(await findings([folder])), wanted.toSorted());
    assert.deepEqual(files(await findings([`${folder}/a/**`])), wanted.slice(2, 4).toSorted());
    assert.deepEqual(files(await findings([`${folder}/{Dockerfile,web.*}`])), [wanted[0], wanted[4]]);
    assert.deepEqual(files(await findings([`${folder}/*.[dx]ev`, `${folder}/Dockerfile.dev`])), [wanted[1]]);
  });

  it('takes a file whose name has special characters for itself', async () => {
    const file = put('a[b]*.Dockerfile', 'FROM debian\n');
    assert.equal((await findings([file]))[0]?.file, file);
  });

  it('tells of what cannot be read, checks the rest and fails', async () => {
    const good = put('Dockerfile', clean);
    for (const missing of [path.join(folder, 'nothing'), path.join(folder, '*.x'), folder + '/empty']) {
      mkdirSync(path.join(folder, 'empty'), { recursive: true });
      const { status, error } = await run(['--no-fail', missing, good]);
      assert.equal(status, 1);
      assert.ok(error.startsWith(`slipway-lint: ${missing}: `), error);
      assert.equal(error.split('\n').length, 2);
    }
  });

  it('refuses what it does not know', async () => {
    const cases: readonly (readonly [words: readonly string[], said: RegExp])[] = [
      [['--nope'], /--nope: there is no such option/],
      [['--format'], /--format: its value is missing/],
      [['--format', 'xml', 'x'], /--format xml: .*checkstyle/],
      [['-t', 'high', 'x'], /--failure-threshold high: .*warning/],
      [['--fix', '--fix-dry-run', 'x'], /--fix: .*--fix-dry-run/],
      [['--no-fail=1', 'x'], /--no-fail/],
      [['--require-label', 'x', 'x'], /--require-label x: .*maintainer:text/],
      [[], /--help/],
    ];
    for (const [words, said] of cases) {
      const { status, out, error } = await run(words);
      assert.deepEqual([status, out], [1, ''], words.join(' '));
      assert.match(error, said);
    }
  });

  it('helps and tells its version', async () => {
    assert.match((await run(['--help'])).out, /Usage: slipway-lint/);
    assert.deepEqual(await run(['-v']), { status: 0, out: 'slipway-lint 1.2.3\n', error: '' });
  });

  it('fails from the threshold on', async () => {
    const file = put('Dockerfile', unpinned);
    const status = async (...words: readonly string[]): Promise<number> => (await run([...words, file])).status;
    assert.equal(await status('-t', 'error'), 0);
    assert.equal(await status('-t', 'warning'), 1);
    assert.equal(await status('--no-fail'), 0);
    assert.equal(await status('--style', 'DL3006', '--style', 'DL3008'), 0);
    assert.equal(await status('--style', 'DL3006', '--style', 'DL3008', '-t', 'style'), 1);
    assert.equal(await status('--style', 'DL3006', '--style', 'DL3008', '-t', 'none'), 1);
    assert.equal(await status('--ignore', 'DL3006', '--ignore', 'DL3008', '-t', 'ignore'), 0);
  });

  it('finds the configuration of each file', async () => {
    const inner = put('a/b/Dockerfile', unpinned);
    const outer = put('c/Dockerfile', unpinned);
    put('a/.hadolint.yml', 'ignored: [DL3006]\n');
    put('home/.config/hadolint.yaml', 'ignored: [DL3008]\n');
    const found = await findings([inner, outer]);
    assert.deepEqual(found.map(({ file, code }) => [file, code]), [[inner, 'DL3008'], [outer, 'DL3006']]);
    const given = put('other.yaml', 'override: {error: [DL3006]}\nfailure-threshold: error\n');
    assert.deepEqual((await findings(['-c', given, inner])).map(({ code, level }) => [code, level]), [['DL3006', 'error'], ['DL3008', 'warning']]);
  });

  it('weighs options over the environment over the file', async () => {
    const file = put('Dockerfile', unpinned);
    put('.hadolint.yaml', 'ignored: [DL3006]\nformat: json\noverride: {error: [DL3008]}\n');
    const levels = async (words: readonly string[], environment: Record<string, string>): Promise<unknown> =>
      (await findings([...words, file], { environment })).map(({ code, level }) => `${code} ${level}`);
    assert.deepEqual(await levels([], {}), ['DL3008 error']);
    assert.deepEqual(await levels([], { HADOLINT_OVERRIDE_INFO: 'DL3008', HADOLINT_IGNORE: 'DL9999' }), ['DL3006 warning', 'DL3008 info']);
    assert.deepEqual(await levels(['--style', 'DL3008'], { HADOLINT_OVERRIDE_INFO: 'DL3008' }), ['DL3008 style']);
    assert.ok((await run([file])).out.startsWith('['));
    assert.ok((await run([file], { environment: { HADOLINT_FORMAT: 'checkstyle' } })).out.startsWith('<?xml'));
    const other = await run([file], { environment: { HADOLINT_FORMAT: 'gnu' } });
    assert.match(other.error, /gnu/);
    assert.match(other.out, /DL3008/);
  });

  it('says where a configuration is wrong and stops', async () => {
    const file = put('Dockerfile', unpinned);
    const wrong = put('.hadolint.yaml', 'ignored: yes\n');
    assert.deepEqual(await run([file]), { status: 1, out: '', error: `slipway-lint: ${wrong}:1:10: ignored must be a list.\n` });
    assert.equal((await run(['-c', path.join(folder, 'none.yaml'), file])).status, 1);
  });

  it('knows what .dockerignore keeps out, that of the Dockerfile first', async () => {
    const file = put('Dockerfile', `${clean}COPY secret kept /a/\n`);
    put('.dockerignore', 'secret\n');
    const copied = async (): Promise<unknown> => (await findings([file])).map(({ code, column }) => [code, column]);
    assert.deepEqual(await copied(), [['CopyIgnoredFile', 6]]);
    put('Dockerfile.dockerignore', 'kept\n');
    assert.deepEqual(await copied(), [['CopyIgnoredFile', 13]]);
  });

  it('reads standard input', async () => {
    const { status, out } = await run(['--file-path-in-report', 'x/Dockerfile', '-'], { input: unpinned });
    assert.equal(status, 1);
    assert.match(out, /^x\/Dockerfile:1:6 DL3006/);
    assert.match((await run(['-'], { input: unpinned })).out, /^-:1:6/);
  });

  it('tells of what cannot be read in a folder, and checks the rest of it', async () => {
    const beside = path.join(folder, 'links');
    mkdirSync(path.join(beside, 'a'), { recursive: true });
    mkdirSync(path.join(beside, 'b'));
    writeFileSync(path.join(beside, 'a/Dockerfile'), 'FROM debian\n');
    symlinkSync('Dockerfile', path.join(beside, 'b/Dockerfile'));
    for (const argument of [beside, `${beside}/**/Dockerfile`]) {
      const { status, out } = await run([argument]);
      assert.equal(status, 1);
      assert.match(out, /a\/Dockerfile:1:6 DL3006/);
      assert.match(out, /b\/Dockerfile:.*(?:link|read)/);
    }
    rmSync(beside, { recursive: true });
  });

  it('writes nothing into annotations that would steer a terminal', async () => {
    writeFileSync(path.join(folder, 'escapes.Dockerfile'), 'FROM a\nFOO\u001b[2J bar\u202e\n');
    const told = (await run(['-f', 'github', path.join(folder, 'escapes.Dockerfile')])).out;
    assert.ok(told.length > 0);
    // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
    assert.doesNotMatch(told, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  });

  it('fixes files in place, keeps their mode and links, and reports what is left', async () => {
    const before = 'FROM debian\r\nMAINTAINER a\r\nUSER 1\r\n';
    const file = put('real/Dockerfile', before);
    chmodSync(file, 0o741);
    const link = path.join(folder, 'Dockerfile');
    symlinkSync(file, link);
    const { status, out } = await run(['--fix', link]);
    assert.equal(status, 1);
    assert.equal(readFileSync(file, 'utf8'), 'FROM debian\r\nLABEL org.opencontainers.image.authors="a"\r\nUSER 1\r\n');
    assert.equal(statSync(file).mode & 0o777, 0o741);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.deepEqual(readdirSync(path.join(folder, 'real')), ['Dockerfile']);
    const [told, left] = out.split('\n');
    assert.equal(told, `${link}: fixed DL4000`);
    assert.match(left ?? '', /DL3006/);
    assert.doesNotMatch((await run(['--fix', link])).out, /fixed/);
  });

  it('keeps its output for programs when it fixes', async () => {
    const file = put('Dockerfile', 'FROM debian:12\nMAINTAINER a\nUSER 1\n');
    const { out, error } = await run(['--fix', '--format', 'json', file]);
    assert.equal(out, '[]\n');
    assert.match(error, /fixed DL4000/);
  });

  it('prints the fixed text of standard input', async () => {
    const { out, error } = await run(['--fix', '-'], { input: 'FROM debian\nMAINTAINER a\n' });
    assert.equal(out, 'FROM debian\nLABEL org.opencontainers.image.authors="a"\n');
    assert.match(error, /DL3006/);
  });

  it('shows what it would fix and changes nothing', async () => {
    const text = 'FROM debian:12\nMAINTAINER a\nUSER 1\n';
    const file = put('Dockerfile', text);
    const { out } = await run(['--fix-dry-run', file]);
    assert.equal(
      out,
      `--- a${file}\n+++ b${file}\n@@ -1,3 +1,3 @@\n FROM debian:12\n-MAINTAINER a\n+LABEL org.opencontainers.image.authors="a"\n USER 1\n`,
    );
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('leaves bytes that are not UTF-8 alone', async () => {
    const bytes = Buffer.concat([Buffer.from('FROM debian:12\nMAINTAINER a\n# '), Buffer.from([0xe9]), Buffer.from('\nUSER 1\n')]);
    const file = put('Dockerfile', bytes);
    const { error } = await run(['--fix', file]);
    assert.match(error, /not UTF-8/);
    assert.ok(readFileSync(file).equals(bytes));
  });

  it('writes SARIF with the rules it names', async () => {
    const file = put('Dockerfile', unpinned);
    const log = JSON.parse((await run(['-f', 'sarif', file])).out) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; locations: { physicalLocation: { region: unknown } }[] }[] }[];
    };
    const [first] = log.runs;
    assert.equal(log.version, '2.1.0');
    assert.ok(first !== undefined);
    for (const { ruleId, ruleIndex } of first.results) assert.equal(first.tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.deepEqual(first.results[1]?.locations[0]?.physicalLocation.region, { startLine: 3, startColumn: 48, endLine: 3, endColumn: 52 });
  });

  it('escapes what formats give a meaning to', async () => {
    const file = put('a,b:c&<"%/Dockerfile', 'FROM debian\nUSER 1\n');
    const github = (await run(['-f', 'github', file])).out;
    assert.match(github, /^::warning file=[^,]*a%2Cb%3Ac&<"%25\/Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=DL3006::/);
    assert.match((await run(['-f', 'checkstyle', file])).out, /<file name="[^"<]*a,b:c&amp;&lt;&quot;%\/Dockerfile">/);
  });

  it('tells which configuration is used', async () => {
    const file = put('Dockerfile', clean);
    const config = put('.hadolint.yaml', '');
    assert.match((await run(['-V', file])).error, new RegExp(`${config} is used for ${folder}`));
  });

  it('writes slashes in every format and in diffs on Windows, whatever the arguments have', async () => {
    put('sub/deep/Dockerfile', 'FROM debian\nMAINTAINER a\nUSER 1\n');
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const given of ['sub\\deep\\Dockerfile', 'sub\\deep', '.\\sub', 'sub\\*\\Dockerfile', 'sub/deep\\Dockerfile']) {
        for (const format of ['text', 'json', 'sarif', 'checkstyle', 'github']) {
          const { out } = await run(['-f', format, given], { windows: true });
          assert.match(out, /sub\/deep\/Dockerfile/, `${given} ${format}`);
          assert.doesNotMatch(out, /sub(?:\\|%5C|&#92;)/i, `${given} ${format}`);
        }
        assert.match((await run(['--fix-dry-run', given], { windows: true })).out, /^--- a\/sub\/deep\/Dockerfile\n\+\+\+ b\/sub\/deep\/Dockerfile\n/, given);
      }
      // One file, however it is written, is one file.
      assert.equal((await findings(['sub\\deep\\Dockerfile', 'sub/deep/Dockerfile'], { windows: true })).length, (await findings(['sub/deep/Dockerfile'])).length);
      assert.match((await run(['-f', 'github', '--file-path-in-report', 'docker\\Dockerfile', 'sub\\deep\\Dockerfile'], { windows: true })).out, /file=docker\/Dockerfile,/);
    } finally {
      process.chdir(before);
    }
  });
});
