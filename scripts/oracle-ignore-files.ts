/**
 * Writes what the real docker command line sends of a context for each ignore file, written and generated, into
 * `test/unit/core/ignore/dockerignore.cases.json`. The command line talks to a socket of ours, which reads the archive of
 * its build call. Needs a `docker` on PATH, no engine.
 *
 *     npx tsx scripts/oracle-ignore-files.ts [COUNT]
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { type IgnoreCase, ignoreTree } from '../test/support/ignore-tree';

const written = [
  '',
  '\n\n',
  '*',
  '**',
  '**.js',
  '**.js.map',
  '**.a',
  '*.js',
  '**/*.js',
  '**/a',
  '**/a.js',
  '/a',
  'a/',
  './a',
  'c/../a',
  '../a',
  'c',
  'c/',
  'c/*',
  'c/**',
  'c/**/a',
  '**c',
  'c**',
  '**c**',
  'a**',
  '**/c/**',
  '***',
  '**/**',
  '**/*',
  '*/*',
  '*/*/a',
  '?',
  'a?',
  '[ab]',
  '[^a]',
  '[a-c]*',
  '[b-]',
  '[]',
  '[br',
  'a[',
  '\\',
  'a\\',
  '!',
  '! ',
  '!\\',
  '[a-',
  '[^]',
  '[a\\]',
  'a]',
  '\\[a]',
  '\\*',
  '\\#a',
  '\\!a',
  '#a',
  ' #a',
  '!a',
  'a\r\nb\r',
  '  b  ',
  '\ufeffa',
  '\ufeff#a',
  'a b',
  'a.b',
  'a+b',
  'a^b',
  'ü',
  '**.js\n!a.js',
  '*\n!c/a',
  '*\n!c',
  '*\n!c/c/**',
  'c\n!c/a\nc/a',
  'c\n!c/c\nc/c/a',
  '!c\nc',
  '*\n!**/a.js',
  '**/*.js\n!c/**/*.js',
  '.',
  '/',
  '..',
  './',
  '.*',
  '**/.a',
  '[!a]',
  '[.]a',
  'c/[ac]',
  'c/?',
  'c/c/..',
  '**/c/*.js',
  '**b',
  '**/b*',
  '**a.js',
  '**?.js',
  '**[a].js',
  '**\\a',
  'a\\\\b',
  '**/node',
  'node\n!node/node',
  'c//a',
  '/c/./a',
  '..**d[',
  'b**a.js[c',
  '!/',
  '!.',
  '!..',
  '*\n!/',
  '\\d',
  '\\w',
  '\\W',
  '\\s',
  'a\\Sjs',
  '\\q',
  '\\1',
  'a.\\js',
  '\\.a',
  '*\\',
  'Ü*',
  '**ü',
];
const pieces = [
  'a',
  'b',
  'c',
  'd',
  'ab',
  'a.js',
  '.js',
  '.a',
  '*',
  '*',
  '**',
  '**',
  '**/',
  '/',
  '/',
  '?',
  '[ab]',
  '[^a]',
  '[a-c]',
  '[',
  '\\',
  '.',
  '..',
  'node',
  '.b',
  '+',
  ' ',
];

/** A small generator of numbers below one, so that a run can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function generated(count: number): readonly string[] {
  const next = random(7);
  const below = (limit: number): number => Math.floor(next() * limit);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(4) }, (_, index) => {
      const pattern = Array.from({ length: 1 + below(5) }, () => pieces[below(pieces.length)] ?? '').join('');
      return index > 0 && below(3) === 0 ? `!${pattern}` : pattern;
    }).join('\n'),
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ignore-files-'));
  const context = join(folder, 'context');
  let sent: Set<string> | undefined;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    response
      .setHeader('Api-Version', '1.49')
      .setHeader('Ostype', 'linux')
      .setHeader('Builder-Version', '1')
      .setHeader('Content-Type', 'application/json');
    if (!/\/build(?:\?|$)/.test(request.url ?? '')) return void request.resume().on('end', () => response.end(''));
    const names = new Set<string>();
    const archive = extract();
    archive.on('entry', (header, stream, done) => {
      names.add(header.type === 'directory' && !header.name.endsWith('/') ? `${header.name}/` : header.name);
      stream.on('end', done).resume();
    });
    archive.on('finish', () => {
      sent = names;
      response.end('{"stream":"Successfully built 000000000000\\n"}\n');
    });
    return void request.pipe(archive);
  });
  try {
    mkdirSync(context);
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\n');
    for (const path of ignoreTree) {
      if (path.endsWith('/')) mkdirSync(join(context, path));
      else writeFileSync(join(context, path), path);
    }
    await new Promise<void>((resolve) => server.listen(join(folder, 'engine.sock'), resolve));
    const cases: IgnoreCase[] = [];
    for (const text of new Set([...written, ...generated(Number(process.argv[2] ?? 400))])) {
      sent = undefined;
      writeFileSync(join(context, '.dockerignore'), text);
      const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, DOCKER_CONFIG: folder, DOCKER_BUILDKIT: '0' };
      await new Promise<void>((resolve) => {
        execFile('docker', ['-H', `unix://${folder}/engine.sock`, 'build', context], { env: environment, timeout: 20_000 }, () =>
          resolve(),
        );
      });
      const names = sent as Set<string> | undefined;
      cases.push(names ? { text, kept: ignoreTree.map((path) => (names.has(path) ? '1' : '0')).join('') } : { text, refused: true });
    }
    writeFileSync(
      'test/unit/core/ignore/dockerignore.cases.json',
      `[\n${cases.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`,
    );
    console.log(`${String(cases.length)} ignore files, ${String(cases.filter(({ refused }) => refused).length)} refused`);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
