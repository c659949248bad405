import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { EngineConfiguration } from './engine-configuration';
import { ping } from './engine-api';
import { EnvironmentFailure } from './failure';
import { mountPoint, socketPoint } from './debian-root';
import { endOf, identify, isAlive, waitUntil } from './process';
import { makeSocketFolder } from './socket-folder';

/**
 * Runs in mount and process namespaces of its own, so that nothing of the engine outlives its first process: not a
 * mount, not a shim, not a container. The root is laid under a layer in memory and stays as it was made.
 * Arguments: the root, the instance's folder, that of its sockets, the command.
 */
const launchScript = `
set -e
root=$1; instance=$2; sockets=$3; shift 3
layer=$instance/layer
mount -t tmpfs tmpfs "$layer"
mkdir "$layer/upper" "$layer/work" "$layer/root"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$layer/upper,workdir=$layer/work" "$layer/root"
cd "$layer/root"
mkdir -p proc sys dev run tmp .${mountPoint} .${socketPoint}
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount --bind "$instance" .${mountPoint}
mount --bind "$sockets" .${socketPoint}
cp -r "$instance/etc/." etc/
# Registries' certificates may come while the engine runs.
mkdir -p "$instance/etc/docker/certs.d" etc/docker/certs.d
mount --bind "$instance/etc/docker/certs.d" etc/docker/certs.d
cp -L /etc/hosts etc/hosts
cp -L /etc/resolv.conf etc/resolv.conf
# The engine sees forwarding as on and so gives no warning; the machine's own setting is left as it is.
echo 1 > run/forwarding
mount --bind run/forwarding proc/sys/net/ipv4/ip_forward
# Not chroot alone: a process that joins a container's namespace, as exec does, would find the machine's root there.
mkdir -p machine
pivot_root . machine
cd /
chroot machine umount -l /
exec docker-init -- "$@"
`;

/** A running engine process. */
export interface EngineProcess {
  readonly pid: number;
  /** Asks it to end, kills what has not ended after 6 s, and waits for it. */
  end(): Promise<void>;
  /** Kills it and all its containers at once. */
  kill(): Promise<void>;
}

/** Starts the engine and waits until it answers; throws with the end of its log when it does not. */
export async function launch(root: string, directory: string, configuration: EngineConfiguration): Promise<EngineProcess> {
  const sockets = await makeSocketFolder(directory);
  const socketPath = path.join(sockets, 'docker.sock');
  await rm(socketPath, { force: true });
  const logFile = path.join(directory, 'engine.log');
  const log = await open(logFile, 'a');
  // setpriv: should this process die, the kernel kills the engine, and with it all that is in its namespace.
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      'unshare',
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--fork',
      '--kill-child',
      'sh',
      '-c',
      launchScript,
      'slipway-engine',
      root,
      directory,
      sockets,
      ...configuration.command,
    ],
    { detached: true, stdio: ['ignore', log.fd, log.fd], env: { ...process.env, ...configuration.environment } },
  );
  await log.close();
  const ended = endOf(child);
  const running: EngineProcess = { pid: child.pid ?? -1, end: () => end(child, ended), kill: () => kill(child, ended) };
  try {
    await waitUntil('the engine answers', 60_000, async () => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
        throw new EnvironmentFailure('the engine ended at once');
      }
      return ping(socketPath);
    });
    return running;
  } catch (error) {
    await running.kill();
    const said = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-15).join('\n');
    throw new EnvironmentFailure(`${error instanceof Error ? error.message : String(error)}; its log ${logFile} ends:\n${said}`);
  }
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const first = await firstProcess(child);
  if (first === undefined) return kill(child, ended);
  process.kill(first, 'SIGTERM');
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
  }, 6000);
  await ended;
  clearTimeout(timer);
}

async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const pid = await firstProcess(child);
  const first = pid === undefined ? undefined : await identify(pid);
  child.kill('SIGKILL');
  await ended;
  // It goes after all others of its namespace, so the data are free then.
  if (first !== undefined) await waitUntil(`process ${first.pid} ends`, 5000, async () => !(await isAlive(first)), 5);
}

/** The first process of the engine's namespace: unshare's only child. */
async function firstProcess(child: ChildProcess): Promise<number | undefined> {
  if (child.pid === undefined || child.exitCode !== null) return undefined;
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
  const first = Number(children.trim().split(' ')[0]);
  return Number.isInteger(first) && first > 0 ? first : undefined;
}
