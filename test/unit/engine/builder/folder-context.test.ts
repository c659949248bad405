import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extract } from 'tar-stream';
import { folderContext } from '../../../../src/engine/builder/classic/folder-context';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { SlipwayError } from '../../../../src/core/errors';

describe('the context of a build', () => {
  let root = '';
  let context = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'slipway-context-'));
    context = path.join(root, 'context');
    await mkdir(context);
    for (const name of ['Dockerfile', 'a.txt', 'b.txt']) await writeFile(path.join(context, name), name);
  });
  afterEach(() => rm(root, { recursive: true }));

  /** What is sent, and what COPY . of it takes: the builder hides what the ignore file in the archive names. */
  async function sent(file: string, platform: NodeJS.Platform = 'linux'): Promise<{ readonly name: string; readonly files: ReadonlyMap<string, string>; readonly copied: readonly string[] }> {
    const { archive, name } = await folderContext(context, file, 'FROM scratch\n', platform);
    const files = new Map<string, string>();
    const unpacked = extract();
    archive.pipe(unpacked);
    for await (const entry of unpacked) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      files.set(entry.header.name, Buffer.concat(chunks).toString());
    }
    const hides = readDockerIgnore(files.get('.dockerignore') ?? '');
    const own = [name, '.dockerignore'];
    return { name, files, copied: [...files.keys()].filter((each) => !own.includes(each) || !hides.isIgnored(each)).sort() };
  }

  it('hides a Dockerfile from elsewhere from COPY, under the same name each time', async () => {
    const file = path.join(root, 'other.Dockerfile');
    await writeFile(file, 'x');
    const first = await sent(file);
    assert.deepEqual(first.copied, ['Dockerfile', 'a.txt', 'b.txt']);
    assert.equal(first.files.get(first.name), 'FROM scratch\n');
    await writeFile(file, 'y');
    assert.equal((await sent(file)).name, first.name);
    await writeFile(path.join(context, '.dockerignore'), 'a.txt');
    const second = await sent(file);
    assert.deepEqual(second.copied, ['.dockerignore', 'Dockerfile', 'b.txt']);
    assert.equal(second.files.get('.dockerignore'), `a.txt\n${first.name}\n`);
  });

  it('takes <Dockerfile>.dockerignore before .dockerignore, in the context and elsewhere', async () => {
    await writeFile(path.join(context, '.dockerignore'), 'a.txt\n');
    await writeFile(path.join(context, 'Dockerfile.dockerignore'), 'b.txt\n');
    assert.deepEqual((await sent(path.join(context, 'Dockerfile'))).copied, ['.dockerignore', 'Dockerfile', 'Dockerfile.dockerignore', 'a.txt']);
    await writeFile(path.join(context, 'Dockerfile.dockerignore'), '*\n!a.txt\n');
    const all = await sent(path.join(context, 'Dockerfile'));
    assert.deepEqual(all.copied, ['a.txt']);
    assert.ok(all.files.has('Dockerfile'));
    const file = path.join(root, 'x.Dockerfile');
    await writeFile(`${file}.dockerignore`, 'a.txt\nDockerfile*\n.dockerignore\n');
    assert.deepEqual((await sent(file)).copied, ['b.txt']);
  });

  it('tells the builder the ignore file that counts for a Dockerfile from elsewhere, and not that of the context', async () => {
    await writeFile(path.join(context, '.dockerignore'), 'a.txt\n');
    const file = path.join(root, 'x.Dockerfile');
    await writeFile(`${file}.dockerignore`, 'b.txt\n');
    const { files, copied, name } = await sent(file);
    assert.equal(files.get('.dockerignore'), `b.txt\n\n${name}\n`);
    assert.deepEqual(copied, ['.dockerignore', 'Dockerfile', 'a.txt']);
  });

  it('takes a Dockerfile that is a link for the file behind it', async () => {
    await writeFile(path.join(root, 'real.Dockerfile'), 'x');
    await symlink('../real.Dockerfile', path.join(context, 'outside.Dockerfile'));
    assert.match((await sent(path.join(context, 'outside.Dockerfile'))).name, /^\.dockerfile\./);
    await symlink('Dockerfile', path.join(context, 'inside.Dockerfile'));
    assert.equal((await sent(path.join(context, 'inside.Dockerfile'))).name, 'Dockerfile');
  });

  it('keeps an ignored Dockerfile from COPY and sends it', async () => {
    await writeFile(path.join(context, '.dockerignore'), 'Dockerfile\n.dockerignore\n');
    const { copied, files } = await sent(path.join(context, 'Dockerfile'));
    assert.deepEqual(copied, ['a.txt', 'b.txt']);
    assert.equal(files.get('Dockerfile'), 'Dockerfile');
    assert.equal(files.get('.dockerignore'), 'Dockerfile\n.dockerignore\n');
  });

  it('refuses a pattern that a builder refuses, by its line and its file', async () => {
    const own = path.join(context, 'Dockerfile.dockerignore');
    for (const [file, pattern] of [[path.join(context, '.dockerignore'), '[br'], [own, 'a['], [own, '\\']] as const) {
      await writeFile(file, `a\n${pattern}\n`);
      await assert.rejects(sent(path.join(context, 'Dockerfile')), (error) => {
        const details = SlipwayError.details(error, 'invalidInput');
        assert.equal(details?.value, pattern);
        assert.ok(details.reason.includes('Line 2') && details.reason.includes(file), details.reason);
        return true;
      });
    }
  });

  it('fails where an ignore file is there and cannot be read', async function () {
    await mkdir(path.join(context, '.dockerignore'));
    await assert.rejects(sent(path.join(context, 'Dockerfile')), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EISDIR');
    await rm(path.join(context, '.dockerignore'), { recursive: true });
    await writeFile(path.join(context, '.dockerignore'), 'secret');
    await chmod(path.join(context, '.dockerignore'), 0);
    // Root reads it all the same.
    if (process.getuid?.() === 0) assert.ok((await sent(path.join(context, 'Dockerfile'))).files.has('Dockerfile'));
    else await assert.rejects(sent(path.join(context, 'Dockerfile')), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EACCES');
  });

  it('reads backslashes in ignore files on Windows as docker does there, and tells the builder the same', async () => {
    await mkdir(path.join(context, 'out/deep'), { recursive: true });
    for (const name of ['out/-x', 'out/deep/-keep', '-outx']) await writeFile(path.join(context, name), '');
    const text = '# a\\b\nout\\-x\n.\\-outx\nout\\deep\\*\n!out\\deep\\-keep\n';
    await writeFile(path.join(context, '.dockerignore'), text);
    const windows = await sent(path.join(context, 'Dockerfile'), 'win32');
    assert.deepEqual(windows.copied.filter((name) => /out/.test(name)), ['out/', 'out/deep/', 'out/deep/-keep']);
    assert.equal(windows.files.get('.dockerignore'), '# a\\b\nout/-x\n./-outx\nout/deep/*\n!out/deep/-keep\n');
    const linux = await sent(path.join(context, 'Dockerfile'), 'linux');
    assert.equal(linux.files.get('.dockerignore'), text);
    assert.ok(linux.files.has('out/-x'));
    // One that hides itself stays hidden.
    await writeFile(path.join(context, 'Dockerfile.dockerignore'), 'out\\-x\n.dockerignore\n');
    const own = await sent(path.join(context, 'Dockerfile'), 'win32');
    assert.equal(own.files.has('.dockerignore'), false);
    assert.equal(own.files.has('out/-x'), false);
  });
});
