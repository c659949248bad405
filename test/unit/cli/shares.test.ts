import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { sharesOf, type Share } from '../../../src/cli/shares';
import { checkShare, slipwayLint } from '../../../src/cli/slipway-lint';

describe('Shares of many files', () => {
  it('are of about one size, in order, and only where more of them pay', () => {
    const files = Array.from({ length: 700 }, (_, index) => String(index));
    assert.deepEqual(sharesOf(files, 2).map(({ length }) => length), [350, 350]);
    assert.deepEqual(sharesOf(files, 3).flat(), files);
    assert.deepEqual(sharesOf(files, 16).map(({ length }) => length), [175, 175, 175, 175]);
    assert.deepEqual(sharesOf(files.slice(0, 299), 8).map(({ length }) => length), [299]);
    assert.deepEqual(sharesOf(files, 1).map(({ length }) => length), [700]);
    assert.deepEqual(sharesOf([], 2), [[]]);
  });

  describe('of a run', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'slipway-shares-'));
      for (let index = 0; index < 320; index++) {
        mkdirSync(path.join(folder, String(index % 3)), { recursive: true });
        writeFileSync(path.join(folder, String(index % 3), `Dockerfile.${String(index).padStart(3, '0')}`), `FROM debian\nRUN apt-get install x${String(index)}\n${index % 4 === 0 ? '' : 'USER 1000\n'}`);
      }
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    async function run(words: readonly string[], count: number | undefined, check = (share: Share) => checkShare(share, {})): Promise<{ readonly status: number; readonly out: string; readonly error: string; readonly shares: number }> {
      let out = '';
      let error = '';
      let shares = 0;
      const threads = { count: count ?? 1, check: (share: Share) => (shares++, check(share)) };
      const surroundings = {
        environment: {}, home: path.join(folder, 'home'), windows: false, workingFolder: folder, version: '1', colours: true,
        print: (text: string) => void (out += text), printError: (text: string) => void (error += text), readInput: () => Buffer.from('FROM a'),
        ...(count === undefined ? {} : { threads }),
      };
      return { status: await slipwayLint(words, surroundings), out, error, shares };
    }

    for (const format of ['text', 'json', 'github', 'checkstyle', 'sarif']) {
      it(`make the same report as one (${format})`, async () => {
        const alone = await run(['--format', format, folder], undefined);
        const shared = await run(['--format', format, folder], 2);
        assert.equal(shared.out, alone.out);
        assert.equal(shared.status, alone.status);
        assert.equal(shared.shares, format === 'sarif' ? 0 : 1);
      });
    }

    it('fail together', async () => {
      const last = path.join(folder, '2', 'Dockerfile.999');
      writeFileSync(last, 'FROM a\nWHAT\n');
      const words = ['--failure-threshold', 'error', '--ignore', 'DL3006', '--ignore', 'DL3007', folder];
      assert.equal((await run(words, 2)).status, 1);
      rmSync(last);
      assert.equal((await run(words, 2)).status, (await run(words, undefined)).status);
    });

    it('tell a wrong configuration once, and no report', async () => {
      const configuration = path.join(folder, 'wrong.yaml');
      writeFileSync(configuration, 'ignored: {');
      const alone = await run(['--config', configuration, folder], undefined);
      const shared = await run(['--config', configuration, folder], 2);
      assert.deepEqual([shared.status, shared.out, shared.error], [1, '', alone.error]);
    });

    it('say what went wrong in a share', async () => {
      const shared = await run([folder], 2, async () => Promise.resolve({ pieces: [], failed: true, told: '', problem: 'no room' }));
      assert.deepEqual([shared.status, shared.out, shared.error], [1, '', 'slipway-lint: no room\n']);
    });

    it('are not made of standard input, of fixes and of what is told on the way', async () => {
      for (const words of [['-', folder], ['--fix-dry-run', folder], ['--verbose', folder]]) assert.equal((await run(words, 2)).shares, 0);
    });

    it('are checked in threads by the program', async function () {
      this.timeout(60_000);
      const program = path.join(folder, 'slipway-lint.js');
      await build({ entryPoints: [path.join(__dirname, '../../../src/cli/main.ts')], outfile: program, bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'silent' });
      const { stdout, stderr, status } = spawnSync(process.execPath, [program, '--no-fail', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 26, cwd: folder });
      assert.deepEqual([stderr, status], ['', 0]);
      assert.equal(stdout, (await run(['--no-fail', '--format', 'json', folder], undefined)).out);
    });
  });
});
