/**
 * Writes what the real docker command line makes of each line in `test/unit/core/run-line.cases.json`: the command line
 * talks to a socket of ours, which keeps the body of its create call. Needs a `docker` on PATH, no engine.
 *
 *     npx tsx scripts/oracle-run-line.ts            renew all expectations
 *     npx tsx scripts/oracle-run-line.ts '-it x'    add lines
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runLineFiles, runLineVariables } from '../test/support/run-line-surroundings';

type Json = Record<string, unknown>;
interface RunLineCase {
  readonly line: string;
  readonly refused?: true;
  readonly name?: string;
  readonly platform?: string;
  /** What differs from the body of the plain line `IMAGE`, per key of the body and of its `HostConfig`. */
  readonly body?: Json;
}

const casesFile = 'test/unit/core/run-line.cases.json';

/** Answers like an engine and keeps the last create call. */
class Recorder {
  readonly server: Server = createServer((request, response) => this.answer(request, response));
  created: { readonly query: URLSearchParams; readonly body: Json } | undefined;

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://engine');
      response.setHeader('Api-Version', '1.49').setHeader('Ostype', 'linux').setHeader('Content-Type', 'application/json');
      if (url.pathname.endsWith('/containers/create')) {
        this.created = { query: url.searchParams, body: JSON.parse(Buffer.concat(parts).toString()) as Json };
        response.writeHead(201).end('{"Id":"0123","Warnings":[]}');
      } else if (url.pathname.endsWith('/images/create') || url.pathname.endsWith('/_ping')) response.end('');
      else response.writeHead(500).end('{"message":"recorded"}');
    });
  }
}

async function record(recorder: Recorder, folder: string, line: string): Promise<Recorder['created']> {
  recorder.created = undefined;
  // `create` knows no detaching; `run` wants a terminal for `-it`.
  const verb = /(?:^|\s)(?:-[a-zA-Z]*d|--detach|--sig-proxy|--detach-keys)/.test(line) ? 'run' : 'create';
  const script = `exec docker -H unix://${folder}/engine.sock ${verb} ${line}`;
  const environment = { PATH: process.env['PATH'] ?? '', HOME: '/home/user', DOCKER_CONFIG: folder, ...runLineVariables };
  await new Promise<void>((resolve) => {
    execFile('/bin/sh', ['-c', script], { cwd: join(folder, 'project'), env: environment, timeout: 20_000 }, () => resolve());
  });
  return recorder.created;
}

/** Leaves out what is null, and puts the folder of the recording out of the way. */
function tidy(value: unknown, folder: string): unknown {
  if (typeof value === 'string') return value.replaceAll(folder, '');
  if (Array.isArray(value)) return value.map((entry) => tidy(entry, folder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, tidy(entry, folder)]));
}

function difference(body: Json, plain: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => !isDeepStrictEqual(value, plain[key])));
}

function endpoints(body: Json): Json | undefined {
  const { EndpointsConfig: configured = {} } = body['NetworkingConfig'] as { EndpointsConfig?: Record<string, Json> };
  const kept = Object.entries(configured).map(([name, endpoint]) => {
    const entries = Object.entries(endpoint).filter(([, value]) => value !== '' && value !== 0 && !isDeepStrictEqual(value, {}));
    return [name, Object.fromEntries(entries)] as const;
  });
  if (kept.length < 2 && kept.every(([, endpoint]) => Object.keys(endpoint).length === 0)) return undefined;
  return { EndpointsConfig: Object.fromEntries(kept) };
}

function expectation(line: string, created: Recorder['created'], plain: Json, folder: string): RunLineCase {
  if (!created) return { line, refused: true };
  const tidied = tidy(created.body, folder) as Json;
  const host = difference(tidied['HostConfig'] as Json, plain['HostConfig'] as Json);
  const config = difference(tidied, plain);
  delete config['HostConfig'];
  delete config['NetworkingConfig'];
  const networks = endpoints(tidied);
  delete host['ConsoleSize'];
  if (isDeepStrictEqual(host['SecurityOpt'], [])) delete host['SecurityOpt'];
  // The command line keeps these in Go maps, whose order changes from run to run.
  for (const list of [host['Binds'], config['Env']]) if (Array.isArray(list)) list.sort();
  const name = created.query.get('name');
  const platform = created.query.get('platform');
  return {
    line,
    ...(name !== null && { name }),
    ...(platform !== null && { platform }),
    body: {
      ...config,
      Image: tidied['Image'],
      ...(Object.keys(host).length > 0 && { HostConfig: host }),
      ...(networks && { NetworkingConfig: networks }),
    },
  };
}

async function main(): Promise<void> {
  const known = JSON.parse(readFileSync(casesFile, 'utf8')) as RunLineCase[];
  const lines = [...new Set([...known.map(({ line }) => line), ...process.argv.slice(2)])];
  const folder = mkdtempSync(join(tmpdir(), 'run-line-'));
  const recorder = new Recorder();
  try {
    for (const [path, text] of Object.entries(runLineFiles)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    await new Promise<void>((resolve) => recorder.server.listen(join(folder, 'engine.sock'), resolve));
    const plain = tidy((await record(recorder, folder, 'alpine'))?.body ?? {}, folder) as Json;
    const cases: RunLineCase[] = [];
    for (const line of lines) cases.push(expectation(line, await record(recorder, folder, line), plain, folder));
    writeFileSync(casesFile, `[\n${cases.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`);
    console.log(`${String(cases.length)} cases, ${String(cases.filter(({ refused }) => refused).length)} refused`);
  } finally {
    recorder.server.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
