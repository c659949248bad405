import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../../src/engine/files/run-program';
import { baseImage, fresh } from '../slipway';
import type { Parts, Rows } from './parts';

/** A name for a volume, which goes when the test ends. */
function volumeName(parts: Parts, prefix: string): string {
  const name = fresh(prefix);
  parts.later(() => parts.engine.volumes.remove(name, { force: true }));
  return name;
}

async function inside(parts: Parts, container: string, script: string): Promise<string> {
  const end = await runProgram(parts.engine, container, ['sh', '-c', script]);
  assert.ok(end !== 'missing');
  assert.equal(end.code, 0, end.errors);
  return end.output;
}

/** What a script says beside a volume. */
async function beside(parts: Parts, volume: string, script: string): Promise<string> {
  const { id } = await parts.engine.containers.create({ body: { Image: baseImage, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL', HostConfig: { Binds: [`${volume}:/data`] } } });
  try {
    await parts.engine.containers.start(id);
    return await inside(parts, id, script);
  } finally {
    await parts.engine.containers.remove(id, { force: true });
  }
}

const list = 'cd /data && stat -c "%n %a %u %g %Y" . d d/f && cat d/f';

/** A volume with something in it, and what {@link list} says of that. */
async function filled(parts: Parts): Promise<{ readonly volume: string; readonly listed: string }> {
  const volume = volumeName(parts, 'data');
  await parts.engine.volumes.create({ name: volume });
  const listed = await beside(parts, volume, `mkdir /data/d && echo one > /data/d/f && chown 3:4 /data/d/f && chmod 640 /data/d/f && chown 5:6 /data && chmod 750 /data && ${list}`);
  return { volume, listed };
}

/** A running container with a file `/etc/app/app.conf`. */
async function withFile(parts: Parts): Promise<string> {
  const name = await parts.running('web');
  await inside(parts, name, 'mkdir -p /etc/app && echo one > /etc/app/app.conf && chown 3:4 /etc/app/app.conf && chmod 640 /etc/app/app.conf');
  return name;
}

const newFolder = (parts: Parts): Promise<string> => mkdtemp(path.join(parts.folder, 'volumes-'));

/** Volumes, and files of containers. */
export const volumeRows: Rows = {
  'docker volume create data': async (parts) => {
    const name = volumeName(parts, 'data');
    assert.deepEqual(await parts.call('slipway.volumes.create', { name }), { name });
    assert.equal((await parts.engine.volumes.inspect(name))['Driver'], 'local');
    await assert.rejects(parts.call('slipway.volumes.create', { name }), /conflict/);
  },

  'docker volume create --opt type=tmpfs --opt device=tmpfs --label team=web data': async (parts) => {
    const name = volumeName(parts, 'data');
    const options = { type: 'tmpfs', device: 'tmpfs' };
    await parts.call('slipway.volumes.create', { name, options, labels: { team: 'web' } });
    const inspected = await parts.engine.volumes.inspect(name);
    assert.deepEqual([inspected['Options'], inspected['Labels']], [options, { team: 'web' }]);
  },

  'docker volume rm data': async (parts) => {
    const name = volumeName(parts, 'data');
    await parts.engine.volumes.create({ name });
    await parts.call('slipway.volumes.remove', { volumes: [name] });
    assert.ok(!(await parts.engine.volumes.list()).some((volume) => volume.name === name));
  },

  'docker run --rm -v data:/from -v "$PWD":/to busybox tar czf /to/data.tar.gz -C /from .': async (parts) => {
    const { volume } = await filled(parts);
    const file = path.join(await newFolder(parts), 'data.tar.gz');
    const { bytes } = await parts.call<{ readonly bytes: number }>('slipway.volumes.backup', { volume, file });
    assert.equal((await readFile(file)).length, bytes);
  },

  'docker run --rm -v data:/to -v "$PWD":/from busybox tar xzf /from/data.tar.gz -C /to': async (parts) => {
    const { volume, listed } = await filled(parts);
    const file = path.join(await newFolder(parts), 'data.tar.gz');
    await parts.call('slipway.volumes.backup', { volume, file });
    const restored = volumeName(parts, 'restored');
    assert.deepEqual(await parts.call('slipway.volumes.restore', { file, volume: restored }), { volume: restored, created: true });
    assert.equal(await beside(parts, restored, list), listed);
    await assert.rejects(parts.call('slipway.volumes.restore', { file, volume: restored }), /conflict/);
  },

  'docker run --rm -v data:/from -v copy:/to busybox cp -a /from/. /to': async (parts) => {
    const { volume, listed } = await filled(parts);
    const copy = volumeName(parts, 'copy');
    await parts.call('slipway.volumes.clone', { volume, name: copy });
    assert.equal(await beside(parts, copy, list), listed);
  },

  'docker run --rm -v data:/to -v "$PWD":/from busybox cp -r /from/. /to': async (parts) => {
    const { volume } = await filled(parts);
    const folder = await newFolder(parts);
    await mkdir(path.join(folder, 'sub'));
    await writeFile(path.join(folder, 'sub/f'), 'two');
    await parts.call('slipway.volumes.fillFromFolder', { volume, folder });
    assert.equal(await beside(parts, volume, 'cat /data/sub/f; stat -c " %u:%g" /data/sub/f'), 'two 5:6\n');
  },

  'docker cp web:/etc/app app': async (parts) => {
    const name = await withFile(parts);
    const folder = await newFolder(parts);
    await parts.call('slipway.files.download', { container: name, paths: ['/etc/app'], folder });
    assert.equal(await readFile(path.join(folder, 'app/app.conf'), 'utf8'), 'one\n');
  },

  'docker cp app.conf web:/etc/app': async (parts) => {
    const name = await withFile(parts);
    const file = path.join(await newFolder(parts), 'app.conf');
    await writeFile(file, 'two');
    await parts.call('slipway.files.upload', { container: name, path: '/etc/app', uris: [file] });
    assert.equal(await inside(parts, name, 'cat /etc/app/app.conf'), 'two');
  },

  'docker exec web vi /etc/app/app.conf': async (parts) => {
    const name = await withFile(parts);
    // Editing and saving is tried in test/host/files.test.ts.
    const { uri } = await parts.call<{ readonly uri: string }>('slipway.files.open', { container: name, path: '/etc/app/app.conf' });
    assert.match(uri, /^slipway-container:.*\/etc\/app\/app\.conf$/);
  },

  'docker exec web mv /etc/app/app.conf /etc/app/old.conf': async (parts) => {
    const name = await withFile(parts);
    await parts.call('slipway.files.rename', { container: name, path: '/etc/app/app.conf', name: 'old.conf' });
    assert.equal(await inside(parts, name, 'cd /etc/app && stat -c "%n %u %g %a" *'), 'old.conf 3 4 640\n');
  },

  'docker exec web rm -r /etc/app': async (parts) => {
    const name = await withFile(parts);
    await parts.call('slipway.files.remove', { container: name, paths: ['/etc/app'] });
    assert.equal(await inside(parts, name, 'ls -d /etc/app || true'), '');
  },

  'docker rm -v web': async (parts) => {
    const name = await parts.created('web', { Volumes: { '/data': {} } });
    const volume = (await parts.container(name))?.mounts[0]?.source ?? '';
    assert.ok((await parts.engine.volumes.list()).some((one) => one.name === volume));
    await parts.call('slipway.containers.remove', { containers: [name], volumes: true });
    assert.ok(!(await parts.engine.volumes.list()).some((one) => one.name === volume));
  },
};
