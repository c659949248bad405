import { request } from 'node:http';
import type { ContainerState, ObjectKind, SlipwayErrorKind } from '../../src/core/errors';
import type { OperationContext } from '../../src/engine/errors/errors';

/** One request of the engine API, without the version. */
export interface FaultRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

/** What an engine answered. `text` is the message of its JSON, or the body itself. */
export interface FaultAnswer {
  readonly status: number;
  readonly text: string;
}

/** What is asked of an engine so that it must refuse. `prepare` must succeed, `refused` is the first of these that does not. */
export interface EngineFault {
  readonly id: string;
  readonly prepare: readonly FaultRequest[];
  readonly refused: readonly FaultRequest[];
}

/** Everything that the faults make begins so; `none` in a name is what is never there. */
export const faultPrefix = 'ctx-fault';
/** The image that suites and by-hand engines have. */
export const faultImage = 'slipway-test/base:1';

const none = `${faultPrefix}-none`;
const made = faultPrefix;

const create = (body: object, name = made, query = ''): FaultRequest => ({ method: 'POST', path: `/containers/create?name=${name}${query}`, body: { Image: faultImage, Cmd: ['sleep', '300'], ...body } });
const post = (path: string, body?: object): FaultRequest => ({ method: 'POST', path, ...(body && { body }) });
const act = (verb: string, name = made): FaultRequest => post(`/containers/${name}/${verb}`);
const start = act('start');
const run = (id: string, host: object, body: object = {}, prepare: readonly FaultRequest[] = []): EngineFault => ({ id: `run: ${id}`, prepare, refused: [create({ ...body, HostConfig: host }), start] });
const other = `${made}-other`;
const running = [create({}), start];
const stopped = [create({})];
const paused = [...running, act('pause')];
const on = (id: string, refused: FaultRequest, prepare: readonly FaultRequest[] = []): EngineFault => ({ id, prepare, refused: [refused] });
const exec = (body: object): FaultRequest => post(`/containers/${made}/exec`, { AttachStdout: true, Cmd: ['true'], ...body });
const get = (path: string): FaultRequest => ({ method: 'GET', path });
const remove = (path: string): FaultRequest => ({ method: 'DELETE', path });

/** Everything that may be missing or in the wrong state, by what names it. */
export const engineFaults: readonly EngineFault[] = [
  run('image', {}, { Image: `${none}:1` }),
  run('image of a registry', {}, { Image: `127.0.0.1:1/${none}:1` }),
  run('image by id', {}, { Image: 'sha256:00000000000000000000000000000000000000000000000000000000000000aa' }),
  run('image by digest', {}, { Image: `${none}@sha256:00000000000000000000000000000000000000000000000000000000000000aa` }),
  { id: 'run: platform', prepare: [], refused: [create({}, made, '&platform=linux/s390x'), start] },
  run('bind mount source', { Mounts: [{ Type: 'bind', Source: `/${none}`, Target: '/x' }] }),
  run('log driver', { LogConfig: { Type: none } }),
  run('network', { NetworkMode: none }),
  run('second network', { NetworkMode: 'bridge' }, { NetworkingConfig: { EndpointsConfig: { bridge: {}, [none]: {} } } }),
  run('network of a container', { NetworkMode: `container:${none}` }),
  run('network of a stopped container', { NetworkMode: `container:${other}` }, {}, [create({}, other)]),
  run('pid container', { PidMode: `container:${none}` }),
  run('pid of a stopped container', { PidMode: `container:${other}` }, {}, [create({}, other)]),
  run('ipc container', { IpcMode: `container:${none}` }),
  run('link', { Links: [`${none}:x`] }),
  run('link to a stopped container', { Links: [`${other}:x`] }, {}, [create({}, other)]),
  run('volumes-from', { VolumesFrom: [none] }),
  run('volume driver', { VolumeDriver: none, Binds: ['v:/x'] }),
  run('volume driver of a mount', { Mounts: [{ Type: 'volume', Source: `${made}-v`, Target: '/x', VolumeOptions: { DriverConfig: { Name: none } } }] }),
  run('volume subpath', { Mounts: [{ Type: 'volume', Source: `${made}-v`, Target: '/x', VolumeOptions: { Subpath: none } }] }),
  run('image mount', { Mounts: [{ Type: 'image', Source: `${none}:1`, Target: '/x' }] }),
  run('user', {}, { User: none }),
  run('group of the user', {}, { User: `root:${none}` }),
  run('added group', { GroupAdd: [none] }),
  run('device', { Devices: [{ PathOnHost: `/dev/${none}`, PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] }),
  run('device limit', { BlkioDeviceReadBps: [{ Path: `/dev/${none}`, Rate: 1024 }] }),
  run('gpu', { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] }),
  run('device driver', { DeviceRequests: [{ Driver: none, Count: -1, Capabilities: [['gpu']] }] }),
  run('cdi device', { DeviceRequests: [{ Driver: 'cdi', Count: 0, DeviceIDs: ['vendor.com/class=none'] }] }),
  run('runtime', { Runtime: none }),
  run('security profile', { SecurityOpt: [`apparmor=${none}`] }),
  run('sysctl', { Sysctls: { 'net.ipv4.none': '1' } }),
  run('capability', { CapAdd: ['CAP_NONE'] }),
  run('program', {}, { Cmd: [none] }),
  run('program by path', {}, { Cmd: [`/${none}`] }),
  run('program that is no program', {}, { Cmd: ['/etc/passwd'] }),
  run('working directory that is a file', {}, { WorkingDir: '/bin/sh' }),
  run('port of nobody', { PortBindings: { '80/tcp': [{ HostIp: '192.0.2.1', HostPort: '' }] } }),
  run('port in use', { PortBindings: { '80/tcp': [{ HostPort: '49123' }] } }, {}, [create({ HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '49123' }] } } }, other), act('start', other)]),
  { id: 'run: name in use', prepare: [create({})], refused: [create({})] },

  ...['start', 'stop', 'restart', 'kill', 'pause', 'unpause', 'wait'].map((verb) => on(`${verb}: container`, act(verb, none))),
  on('inspect: container', get(`/containers/${none}/json`)),
  on('logs: container', get(`/containers/${none}/logs?stdout=1`)),
  on('diff: container', get(`/containers/${none}/changes`)),
  on('export: container', get(`/containers/${none}/export`)),
  on('attach: container', post(`/containers/${none}/attach?stream=1&stdout=1`)),
  on('exec: container', post(`/containers/${none}/exec`, { Cmd: ['true'], AttachStdout: true })),
  on('commit: container', post(`/commit?container=${none}`, {})),
  on('read files: container', get(`/containers/${none}/archive?path=/`)),
  on('read files: path', get(`/containers/${made}/archive?path=/${none}`), stopped),
  on('remove: container', remove(`/containers/${none}`)),
  on('inspect: image', get(`/images/${none}:1/json`)),
  on('history: image', get(`/images/${none}:1/history`)),
  on('save: image', get(`/images/get?names=${none}:1`)),
  on('tag: image', post(`/images/${none}:1/tag?repo=${made}&tag=1`)),
  on('push: image', post(`/images/127.0.0.1:1/${none}/push?tag=1`)),
  on('remove: image', remove(`/images/${none}:1`)),
  on('inspect: volume', get(`/volumes/${none}`)),
  on('remove: volume', remove(`/volumes/${none}`)),
  on('inspect: network', get(`/networks/${none}`)),
  on('remove: network', remove(`/networks/${none}`)),
  on('inspect: exec', get('/exec/00aa/json')),
  on('exec: user', exec({ User: none }), running),

  on('kill: stopped', act('kill'), stopped),
  on('pause: stopped', act('pause'), stopped),
  on('unpause: running', act('unpause'), running),
  on('pause: paused', act('pause'), paused),
  on('start: paused', act('start'), paused),
  on('restart: paused', act('restart'), paused),
  on('exec: stopped', exec({}), stopped),
  on('exec: paused', exec({}), paused),
  on('remove: running', remove(`/containers/${made}`), running),
  on('remove: paused', remove(`/containers/${made}`), paused),
  on('remove: volume in use', remove(`/volumes/${made}-v`), [create({ HostConfig: { Binds: [`${made}-v:/x`] } }), start]),
  on('remove: network in use', remove(`/networks/${made}-n`), [post('/networks/create', { Name: `${made}-n` }), create({ HostConfig: { NetworkMode: `${made}-n` } }), start]),
];

/** The kind of failure and the details that count. */
export interface ExpectedFailure {
  readonly kind: SlipwayErrorKind;
  readonly what?: ObjectKind;
  readonly name?: string;
  readonly needed?: true | undefined;
  readonly state?: ContainerState;
}

const needs = (what: ObjectKind, name: string = none): ExpectedFailure => ({ kind: 'notFound', what, name, needed: true });
const itself = (what: ObjectKind, name: string = none): ExpectedFailure => ({ kind: 'notFound', what, name, needed: undefined });
const inState = (state: ContainerState, name = made): ExpectedFailure => ({ kind: 'conflict', state, name });
const failed: ExpectedFailure = { kind: 'engineFailed' };

/** By the fault's id; where engines differ by more than words, by what the text says. */
const expected: Readonly<Record<string, ExpectedFailure | ((text: string) => ExpectedFailure)>> = {
  'run: image': itself('image', `${none}:1`),
  'run: image of a registry': itself('image', `127.0.0.1:1/${none}:1`),
  'run: image by id': { kind: 'notFound', what: 'image' },
  'run: image by digest': { kind: 'notFound', what: 'image' },
  'run: platform': needs('manifest', faultImage),
  'run: bind mount source': needs('path', `/${none}`),
  'run: log driver': (text) => needs('logDriver', text.includes(none) ? none : ''),
  'run: network': needs('network'),
  // Docker 20.10 takes one network only; Podman has no network of the name bridge.
  'run: second network': (text) => (text.includes('endpoints') ? failed : needs('network', text.includes(none) ? none : 'bridge')),
  'run: network of a container': needs('container'),
  'run: network of a stopped container': { kind: 'conflict', state: 'notRunning' },
  'run: pid container': needs('container'),
  'run: pid of a stopped container': { kind: 'conflict', state: 'notRunning' },
  'run: ipc container': needs('container'),
  'run: link': (text) => (text.includes('not supported') ? { kind: 'unsupported' } : needs('container')),
  'run: link to a stopped container': (text) => (text.includes('not supported') ? { kind: 'unsupported' } : inState('notRunning', other)),
  'run: volumes-from': needs('container'),
  'run: volume driver': needs('volumeDriver'),
  'run: volume driver of a mount': needs('volumeDriver'),
  'run: volume subpath': { kind: 'notFound', what: 'path', needed: true },
  'run: image mount': (text) => (text.includes('mount type unknown') ? failed : { kind: 'notFound', what: 'image', name: `${none}:1` }),
  'run: user': needs('user'),
  'run: group of the user': needs('group'),
  'run: added group': needs('group'),
  'run: device': needs('device', `/dev/${none}`),
  'run: device limit': needs('device', `/dev/${none}`),
  'run: gpu': needs('deviceDriver', ''),
  'run: device driver': needs('deviceDriver'),
  'run: cdi device': (text) => (text.includes('device driver') ? needs('deviceDriver', 'cdi') : needs('device', 'vendor.com/class=none')),
  'run: runtime': needs('runtime'),
  'run: security profile': failed,
  'run: sysctl': failed,
  'run: capability': failed,
  'run: program': failed,
  'run: program by path': failed,
  'run: program that is no program': failed,
  'run: working directory that is a file': failed,
  'run: port of nobody': failed,
  'run: port in use': failed,
  'run: name in use': { kind: 'conflict', name: made },
  'read files: path': itself('path', `/${none}`),
  'save: image': itself('image', `${none}:1`),
  'push: image': itself('image', `127.0.0.1:1/${none}:1`),
  'exec: user': needs('user'),
  'inspect: exec': { kind: 'notFound', name: '00aa' },
  'kill: stopped': inState('notRunning'),
  'pause: stopped': inState('notRunning'),
  'unpause: running': inState('notPaused'),
  'pause: paused': inState('paused'),
  // Podman does not say in which state the container is.
  'start: paused': (text) => (text.includes('must be in') ? { kind: 'conflict', name: made } : inState('paused')),
  'restart: paused': { kind: 'conflict', name: made },
  'exec: stopped': inState('notRunning'),
  'exec: paused': inState('paused'),
  'remove: running': inState('running'),
  'remove: paused': inState('paused'),
  'remove: volume in use': { kind: 'conflict', name: `${made}-v` },
  'remove: network in use': { kind: 'conflict', name: `${made}-n` },
};

/** What Slipway must make of a fault's answer. */
export function expectedOfFault(id: string, text: string): ExpectedFailure {
  const found = expected[id];
  if (typeof found === 'function') return found(text);
  // Podman's sentence is about a layer.
  if (found === undefined && text.includes('layer not known')) return failed;
  const what = id.slice(id.indexOf(': ') + 2) as ObjectKind;
  return found ?? itself(what, what === 'image' ? `${none}:1` : none);
}

/** What Slipway knows of the request that was refused; `at` is its place among the fault's. */
export function contextOfFault(id: string, at: number, engine: string): OperationContext {
  const fault = engineFaults.find((each) => each.id === id);
  const { path = '', body } = fault?.refused[at] ?? {};
  const [operation = ''] = id.split(':');
  const base = { address: 'unix:///s', engine, operation };
  if (path.startsWith('/containers/create')) return { ...base, operation: 'create', what: 'image', name: String((body as { Image?: unknown }).Image), conflictName: made };
  if (id.startsWith('run: ')) return { ...base, operation: 'start', what: 'container', name: made };
  if (id === 'read files: path') return { ...base, what: 'path', name: `/${none}` };
  const [, root = '', name = ''] = /^\/(\w+)\/([^?]*?)(?:\/(?!.*:1)\w+)?(?:\?|$)/.exec(path) ?? [];
  if (id === 'save: image') return { ...base, what: 'image', name: `${none}:1` };
  if (id === 'push: image') return { ...base, what: 'image', name: `127.0.0.1:1/${none}:1`, registry: '127.0.0.1:1' };
  if (id === 'commit: container') return { ...base, what: 'container', name: none };
  const kinds: Readonly<Record<string, ObjectKind>> = { containers: 'container', images: 'image', volumes: 'volume', networks: 'network', exec: 'container' };
  return { ...base, what: kinds[root] ?? 'container', name: root === 'images' ? name.replace(/\/(?:json|history|tag|push)$/, '') : name };
}

/** Sends one request; `version` such as `/v1.41`. */
export function ask(socketPath: string, version: string, { method, path, body }: FaultRequest): Promise<FaultAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { 'X-Registry-Auth': 'e30=', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
    const sent = request({ socketPath, method, path: version + path, headers, agent: false }, (response) => {
      const status = response.statusCode ?? 0;
      // Streams that begin well need not be read to their end.
      if (status < 300 && !/push|create/.test(path)) {
        response.destroy();
        resolve({ status, text: '' });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status, text: messageOf(Buffer.concat(chunks).toString('utf8')) }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function messageOf(body: string): string {
  try {
    const { message = '', cause = '' } = JSON.parse(body) as { message?: string; cause?: string };
    return message || cause || body;
  } catch {
    return body;
  }
}

/** The first answer that refuses and the request's place among `refused`; undefined when the engine does it all. */
export async function provoke(socketPath: string, version: string, fault: EngineFault): Promise<(FaultAnswer & { readonly at: number }) | undefined> {
  await clean(socketPath, version);
  try {
    for (const each of fault.prepare) {
      const { status, text } = await ask(socketPath, version, each);
      if (status >= 400) throw new Error(`${fault.id}: ${each.path}: ${String(status)} ${text}`);
    }
    for (const [at, each] of fault.refused.entries()) {
      const answer = await ask(socketPath, version, each);
      const inStream = answer.text.split(/\r?\n/).map(errorIn).find((text) => text !== undefined);
      if (answer.status >= 400) return { ...answer, at };
      if (inStream !== undefined) return { status: 200, text: inStream, at };
    }
    return undefined;
  } finally {
    await clean(socketPath, version);
  }
}

function errorIn(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { error?: string }).error;
  } catch {
    return undefined;
  }
}

/** Removes what a fault has made. */
export async function clean(socketPath: string, version: string): Promise<void> {
  for (const name of [made, other]) {
    await ask(socketPath, version, act('unpause', name));
    await ask(socketPath, version, remove(`/containers/${name}?force=true&v=true`));
  }
  await ask(socketPath, version, remove(`/volumes/${made}-v?force=true`));
  await ask(socketPath, version, remove(`/networks/${made}-n`));
  await ask(socketPath, version, remove(`/images/${made}:1`));
}
