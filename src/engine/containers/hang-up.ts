import { randomBytes } from 'node:crypto';
import { object, text } from '../json/json';
import type { EngineRequest, EngineTransport } from '../transport/transport';
import { defined } from '../../core/records';

/** The variable by which a process is known that is to end with its terminal. */
const variable = 'SLIPWAY_TERMINAL';

/**
 * Reads its input, which ends with the connection, then sends a hang-up to the marked process and to what runs in its session, as a
 * shell does to its jobs: not every engine gives a process the terminal by which the kernel would. What has become a child of the first
 * process or has begun a session of its own has left its terminal on purpose. In words that every `sh` knows, with `cat` as the only
 * program.
 */
const script = [
  'mark=$1; exec 2>/dev/null; cat >/dev/null; sessions=" "; all=',
  'for folder in /proc/[0-9]*; do',
  'case "$(cat "$folder/environ")" in *"$mark"*) ;; *) continue ;; esac',
  'stat=$(cat "$folder/stat"); set -- ${stat##*") "}; all="$all ${folder##*/}:$4"',
  'case $2 in 0) ;; 1) continue ;; *) case "$(cat "/proc/$2/environ")" in *"$mark"*) continue ;; esac ;; esac',
  'sessions="$sessions$4 "; kill -HUP "${folder##*/}"; kill -CONT "${folder##*/}"',
  'done',
  'for each in $all; do case "$sessions" in *" ${each##*:} "*) kill -HUP "${each%:*}"; kill -CONT "${each%:*}" ;; esac; done',
].join('\n');

/** A mark for one process, and what ends it. */
export interface HangUp {
  /** `NAME=value`, for the environment of the process. */
  readonly environment: string;
  /** Begins to watch; returns what ends that: the process gets its hang-up then, if it is still there. */
  watch(container: string, user: string | undefined): Promise<() => void>;
}

/**
 * The hang-up that a process of a container gets when its terminal closes. Engines give none: they keep a process whose connection
 * breaks, with a terminal of its own or without. So a second process waits in the container for the end of its own input, which comes
 * however this one ends. Where the image has no `sh` there is none, and the process stays.
 */
export function hangUp(transport: EngineTransport, context: EngineRequest['context']): HangUp {
  const mark = `${variable}=${randomBytes(8).toString('hex')}`;
  return {
    environment: mark,
    async watch(container, user) {
      const body = { AttachStdin: true, AttachStdout: true, Tty: false, Cmd: ['sh', '-c', script, 'sh', mark], ...defined({ User: user }) };
      try {
        const id = text(object(await transport.json({ method: 'POST', path: `/containers/${container}/exec`, body, context })).Id);
        const { socket } = await transport.hijack({
          method: 'POST',
          path: `/exec/${id}/start`,
          body: { Detach: false, Tty: false },
          context,
        });
        // What it says is not heard, and its end is nobody's business.
        socket.on('error', () => socket.destroy());
        socket.resume();
        return () => void socket.destroy();
      } catch {
        // Without a shell, or with the container gone.
        return () => undefined;
      }
    },
  };
}
