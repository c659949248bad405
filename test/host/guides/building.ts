import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { baseImage, until } from '../slipway';
import type { Parts, Rows } from './parts';

const run = promisify(execFile);

/** Serves until the test ends; gives the address. */
async function served(parts: Parts, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  parts.later(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** An archive, packed with gzip, of a Dockerfile that takes a file of it. */
async function contextArchive(said: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'Dockerfile' }, dockerfile);
  archive.entry({ name: 'said' }, said);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

const dockerfile = `FROM ${baseImage}\nCOPY said /said\nRUN tr a-z A-Z < /said > /shouted\n`;

/** What a container made from an image prints. */
async function printed(parts: Parts, image: string): Promise<string> {
  const name = await parts.created('prints', { Image: image, Cmd: ['cat', '/shouted'] });
  await parts.engine.containers.start(name);
  await until(`${name} to end`, async () => (await parts.stateOf(name)) === 'exited');
  const chunks: Uint8Array[] = [];
  for await (const { data } of await parts.engine.containers.logs(name, { follow: false })) chunks.push(data);
  return Buffer.concat(chunks).toString();
}

/** Git's own server over HTTP, as a web server runs it: https://git-scm.com/docs/git-http-backend. */
function gitBackend(root: string): RequestListener {
  return (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'], GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname, QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '', HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const headers = all.toString('latin1', 0, Math.max(0, end)).split('\r\n').map((line) => line.split(': ', 2));
      const status = headers.find(([name]) => name === 'Status')?.[1];
      for (const [name = '', value = ''] of headers) if (name !== '' && name !== 'Status') response.setHeader(name, value);
      response.writeHead(status === undefined ? 200 : Number.parseInt(status, 10)).end(all.subarray(end + 4));
    });
  };
}

/** A repository with a branch `main`, in whose folder `folder` the context is. */
async function repository(parts: Parts): Promise<string> {
  const work = path.join(parts.folder, 'git-work');
  await mkdir(path.join(work, 'folder'), { recursive: true });
  await writeFile(path.join(work, 'folder', 'Dockerfile'), dockerfile);
  await writeFile(path.join(work, 'folder', 'said'), 'from git\n');
  const git = (...words: readonly string[]): Promise<unknown> => run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'safe.directory=*', ...words], { cwd: work });
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'A context');
  await git('clone', '--quiet', '--bare', work, path.join(parts.folder, 'repositories', 'repository.git'));
  return path.join(parts.folder, 'repositories');
}

/** Contexts that are no folder of this machine. */
export const buildingRows: Rows = {
  'docker build https://example.com/repository.git#main:folder': async (parts) => {
    const address = await served(parts, gitBackend(await repository(parts)));
    const reference = parts.name('git', '1');
    await parts.call('slipway.dockerfile.build', { address: `${address}/repository.git#main:folder`, reference });
    assert.equal(await printed(parts, reference), 'FROM GIT\n');
  },

  'docker build http://server/context.tar.gz': async (parts) => {
    const archive = await contextArchive('from afar\n');
    const address = await served(parts, (_request, response) => response.writeHead(200, { 'content-type': 'application/gzip' }).end(archive));
    const reference = parts.name('fetched', '1');
    await parts.call('slipway.dockerfile.build', { address: `${address}/context.tar.gz`, reference });
    assert.equal(await printed(parts, reference), 'FROM AFAR\n');
  },

  'docker build - < Dockerfile': async (parts) => {
    const folder = path.join(parts.folder, 'alone');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nRUN echo alone > /shouted\n`);
    await writeFile(path.join(folder, 'not-sent'), 'x');
    const reference = parts.name('alone', '1');
    await parts.call('slipway.dockerfile.build', { line: `docker build -t ${reference} - < Dockerfile`, workingDirectory: folder });
    assert.equal(await printed(parts, reference), 'alone\n');
  },

  'docker build - < context.tar.gz': async (parts) => {
    await writeFile(path.join(parts.folder, 'context.tar.gz'), await contextArchive('from an archive\n'));
    const reference = parts.name('archive', '1');
    await parts.call('slipway.dockerfile.build', { line: `docker build -t ${reference} - < context.tar.gz`, workingDirectory: parts.folder });
    assert.equal(await printed(parts, reference), 'FROM AN ARCHIVE\n');
  },
};
