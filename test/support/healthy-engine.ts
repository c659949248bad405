import { pack } from 'tar-stream';
import { imageArchive } from './fake-archive';
import { type FakeAnswer, type FakeRequest, json, pieces } from './fake-engine';

const id = (digit: string): string => `sha256:${digit.repeat(64)}`;
const layer = { diff: id('b') };

/** An answer of an engine that has `app:1`, a container `web` of it with a secret environment, a volume and a network. */
export function healthyAnswer({ method, path, query }: FakeRequest, secret: string): FakeAnswer | undefined {
  const labels = { 'com.example.url': `https://me:${secret}@h/`, 'com.docker.compose.project': 'shop' };
  const image = { Id: id('a'), RepoTags: ['app:1'], RepoDigests: [`app@${id('d')}`], Created: 1, Size: 1000, Labels: labels, ParentId: '', Containers: -1 };
  const container = { Id: 'c'.repeat(64), Names: ['/web'], Image: 'app:1', ImageID: id('a'), Command: 'serve', Created: 1, State: 'running', Status: 'Up', Ports: [{ PrivatePort: 80, PublicPort: 8080, Type: 'tcp', IP: '127.0.0.1' }], Labels: labels, Mounts: [], NetworkSettings: { Networks: {} } };
  const ended = { ...container, Id: 'e'.repeat(64), Names: ['/old'], State: 'exited' };
  const volume = { Name: 'data', Driver: 'local', Mountpoint: '/x', CreatedAt: '2026-01-01T00:00:00Z', Labels: labels, Options: { o: `username=u,password=${secret}` }, Scope: 'local' };
  const network = { Id: 'f'.repeat(64), Name: 'shop', Driver: 'bridge', Scope: 'local', Created: '2026-01-01T00:00:00Z', Labels: labels, Containers: {} };
  const route = `${method} ${path}`;
  switch (route) {
    case 'GET /images/json': return json([image]);
    case 'GET /containers/json': return json([container, ended]);
    case 'GET /volumes': return json({ Volumes: [volume] });
    case 'GET /networks': return json([network]);
    case 'GET /system/df': return json({ LayersSize: 1, Images: [image], Containers: [container], Volumes: [{ ...volume, UsageData: { Size: 1, RefCount: 0 } }], BuildCache: [] });
    case 'POST /containers/create': return json({ Id: 'c'.repeat(64), Warnings: ['a warning'] }, 201);
    case 'POST /commit': return json({ Id: id('a') }, 201);
    case 'POST /auth': return json({ Status: 'Login Succeeded' });
    case 'POST /images/create': return pieces([`{"status":"${id('a')}"}\n{"status":"Digest: ${id('d')}"}\n{"status":"Status: Image is up to date"}\n`]);
    case 'POST /build': return pieces([`{"stream":"Step 1/1 : FROM app:1\\n"}\n{"aux":{"ID":"${id('a')}"}}\n`]);
    case 'POST /images/load': return pieces(['{"stream":"Loaded image: app:1\\n"}\n']);
    case 'GET /images/get': return (response) => void response.end(imageArchive(['app:1']));
    default:
  }
  if (/^GET \/images\/[^/]+(?:\/[^/]+)*\/json$/.test(route)) return json({ ...image, Os: 'linux', Architecture: 'amd64', Config: { Cmd: ['serve'], Env: ['PATH=/bin'], ExposedPorts: { '80/tcp': {} } }, RootFS: { Type: 'layers', Layers: [layer.diff] } });
  if (/^GET \/images\/.*\/history$/.test(route)) return json([{ Id: id('a'), Created: 1, CreatedBy: 'RUN a', Size: 1, Comment: '', Tags: ['app:1'] }]);
  if (/^GET \/containers\/[^/]+\/json$/.test(route)) return json({ ...container, Name: '/web', Image: id('a'), Config: { Image: 'app:1', Tty: true, Env: [`PLAIN=${secret}`, `API_TOKEN=${secret}`], Labels: labels }, State: { Running: true, ExitCode: 0, Status: 'running' }, HostConfig: {}, Mounts: [] });
  if (/^GET \/containers\/[^/]+\/top$/.test(route)) return json({ Titles: ['PID', 'USER', 'CMD'], Processes: [['1', 'root', 'sleep 300']] });
  if (/^GET \/containers\/[^/]+\/changes$/.test(route)) return json([{ Path: '/a', Kind: 1 }]);
  if (/^(?:GET|HEAD) \/containers\/[^/]+\/archive$/.test(route)) return fileAnswer(method, query.get('path') ?? '');
  if (/^GET \/containers\/[^/]+\/export$/.test(route)) return (response) => void response.end(imageArchive(['app:1']));
  if (/^GET \/containers\/[^/]+\/logs$/.test(route)) return (response) => void response.end('a line\r\n');
  if (/^GET \/(?:volumes|networks)\/[^/]+$/.test(route)) return json(path.startsWith('/volumes') ? volume : network);
  if (/^POST \/containers\/[^/]+\/exec$/.test(route)) return json({ Id: 'x' }, 201);
  if (/^POST \/containers\/[^/]+\/wait$/.test(route)) return json({ StatusCode: 0 });
  if (/^POST \/images\/.*\/push$/.test(route)) return pieces([`{"status":"1: digest: ${id('d')} size: 1"}\n{"aux":{"Tag":"1","Digest":"${id('d')}","Size":1}}\n`]);
  if (/^POST \/[a-z]+\/prune$/.test(route)) return json({ SpaceReclaimed: 1 });
  if (method === 'DELETE' && path.startsWith('/images/')) return json([{ Deleted: id('a') }]);
  return method === 'GET' ? undefined : json({}, 201);
}

/** Files of its containers: each folder has a file `a` and a folder `folder`. */
function fileAnswer(method: string, path: string): FakeAnswer {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isFolder = ['', 'folder', 'slipway-volume'].includes(name);
  if (name === 'absent') return json({ message: `Could not find the file ${path} in container web` }, 404);
  const facts = { name, size: 1, mode: isFolder ? 2 ** 31 + 0o755 : 0o644, mtime: '2026-01-01T00:00:00Z', linkTarget: '' };
  return (response) => {
    response.setHeader('X-Docker-Container-Path-Stat', Buffer.from(JSON.stringify(facts)).toString('base64'));
    if (method === 'HEAD') return void response.end();
    const archive = pack();
    if (isFolder) archive.entry({ name: `${name}/`, type: 'directory' }, () => undefined);
    archive.entry({ name: isFolder ? `${name}/a` : 'a' }, 'a');
    if (isFolder) archive.entry({ name: `${name}/folder/`, type: 'directory' }, () => undefined);
    archive.finalize();
    archive.pipe(response);
  };
}
