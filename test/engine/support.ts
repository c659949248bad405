import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type ImageFile, imageArchive, shellFiles } from '../../scripts/environment/images';
import type { SlipwayError, SlipwayErrorDetails, SlipwayErrorKind } from '../../src/core/errors';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import type { RegistryCredentials } from '../../src/engine/operation';
import type { TerminalStream } from '../../src/engine/containers/containers';
import assert from 'node:assert/strict';

/** Value of an environment variable that the environment of the suite sets. */
function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this suite with "npm run test:engine"`);
  return value;
}

/** Path of the socket of the engine under test. */
export function engineSocket(): string {
  return required('SLIPWAY_TEST_DOCKER_HOST').replace(/^unix:\/\//, '');
}

/** The folder of the engine under test, in which certificates of registries are looked for; empty for one that was found. */
export function engineDirectory(): string {
  return process.env['SLIPWAY_TEST_ENGINE_DIRECTORY'] ?? '';
}

/** Connects to the engine under test. */
export function testEngine(): Promise<Engine> {
  return connectEngine({ socketPath: engineSocket() });
}

/** `127.0.0.1:PORT` of the registry that asks for nothing. */
export function openRegistry(): string {
  return required('SLIPWAY_TEST_REGISTRY');
}

/** The registry that wants a password, and the right one. */
export function guardedRegistry(): { readonly host: string; readonly credentials: RegistryCredentials } {
  const [host = '', username = '', password = ''] = required('SLIPWAY_TEST_REGISTRY_AUTH').split(';');
  return { host, credentials: { username, password, serverAddress: host } };
}

/** A name that no other run uses. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

/** Loads a 2 MB image with a shell and the given further layers; gives the name under which the engine lists it. */
export async function loadShellImage(
  engine: Engine,
  reference: string,
  options: { readonly layers?: readonly (readonly ImageFile[])[]; readonly healthcheck?: { test: readonly string[]; interval: number } } = {},
): Promise<string> {
  const { layers = [], ...rest } = options;
  const archive = await imageArchive({ reference, layers: [await shellFiles(), ...layers], ...rest });
  const [name] = await engine.images.load(Readable.from([archive]), {});
  assert.ok(name);
  return name;
}

/** Loads a tiny image that holds one file of the given size. */
export async function loadFileImage(engine: Engine, reference: string, ...sizes: readonly number[]): Promise<string> {
  const seed = unique('file');
  const layers = sizes.map((size, index) => [{ path: `${seed}-${index}`, size }]);
  const [name] = await engine.images.load(Readable.from([await imageArchive({ reference, layers })]), {});
  assert.ok(name);
  return name;
}

/** Waits for the failure of a promise and checks its kind; gives the details. */
export async function failsWith<Kind extends SlipwayErrorKind>(
  work: Promise<unknown>,
  kind: Kind,
): Promise<SlipwayErrorDetails[Kind]> {
  const error = await work.then(
    (value) => assert.fail(`expected ${kind}, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason as SlipwayError,
  );
  assert.equal(error.kind, kind, error.message);
  return error.failure.details as SlipwayErrorDetails[Kind];
}

/** Collects what a terminal says until it ends. */
export async function readTerminal(terminal: TerminalStream): Promise<{ readonly output: string; readonly code: number | undefined }> {
  let output = '';
  terminal.onData((data) => (output += Buffer.from(data).toString('utf8')));
  const code = await new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
  return { output, code };
}

/** Asks again and again until the answer is not undefined. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never happened: ${what}`);
}

/** Puts an image of one compressed layer into a registry without any engine; gives its reference. */
export async function pushCompressed(registry: string, repository: string, layer: Buffer): Promise<string> {
  const base = `http://${registry}/v2/${repository}`;
  const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const upload = async (bytes: Buffer) => {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
    const place = new URL(begun.headers.get('location') ?? '', base);
    place.searchParams.set('digest', digest(bytes));
    const put = await fetch(place, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'Content-Type': 'application/octet-stream' } });
    assert.equal(put.status, 201);
    return { size: bytes.length, digest: digest(bytes) };
  };
  const configuration = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [digest(layer)] } };
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = {
    schemaVersion: 2,
    mediaType: type,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...(await upload(Buffer.from(JSON.stringify(configuration)))) },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...(await upload(gzipSync(layer))) }],
  };
  const put = await fetch(`${base}/manifests/1`, { method: 'PUT', body: JSON.stringify(manifest), headers: { 'Content-Type': type } });
  assert.equal(put.status, 201);
  return `${registry}/${repository}:1`;
}
