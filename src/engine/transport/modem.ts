import { Agent, type AgentOptions } from 'node:http';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';
import { type Clock, systemClock } from './pulse';
import { own, setOwn } from '../../core/records';

/** dockerode for one socket, with the connections of one agent, whatever the environment says. Loaded on first use. */
export async function openModem(socketPath: string, agent: QuietAgent): Promise<Dockerode['modem']> {
  const { default: Docker } = await import('dockerode');
  return withoutDockerEnvironment(() => new Docker(dockerodeOptions(socketPath, agent))).modem;
}

/**
 * dockerode's modem describes each request for its debug log, also when nobody reads that: with an ordinary agent this
 * walks through all open sockets and takes longer than the request itself.
 */
export class QuietAgent extends Agent {
  private readonly freed = new WeakMap<Socket, number>();

  constructor(
    options: AgentOptions,
    private readonly clock: Clock = systemClock,
  ) {
    super(options);
  }

  /** The connections on which a request runs. */
  used(): readonly Socket[] {
    return Object.values(this.sockets).flatMap((sockets) => sockets ?? []);
  }

  /** Closes the kept connections whose last answer is at least so many milliseconds old. */
  forget(age: number, now: number): void {
    for (const socket of Object.values(this.freeSockets).flatMap((sockets) => sockets ?? [])) {
      const freed = this.freed.get(socket) ?? 0;
      if (now - freed >= age || now < freed) socket.destroy();
    }
  }

  /** Node asks whether the connection may be kept, which its types do not tell. */
  override keepSocketAlive(socket: Socket): boolean {
    this.freed.set(socket, this.clock.now());
    super.keepSocketAlive(socket);
    return !socket.destroyed;
  }

  [inspect.custom](): string {
    return 'Agent';
  }
}

/** Every field is named: what is left out here, dockerode takes from `DOCKER_HOST`. */
function dockerodeOptions(socketPath: string, agent: Agent): ConstructorParameters<typeof Dockerode>[0] {
  return {
    socketPath,
    agent,
    protocol: 'http',
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
  };
}

const dockerVariables = ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_CLIENT_TIMEOUT', 'DOCKER_PATH_PREFIX'];

/* eslint-disable slipway/outside-host -- dockerode reads the process's own variables, whatever it is told */
/** dockerode's constructor reads these even when it is told everything, and throws at a value it does not like. */
function withoutDockerEnvironment<T>(make: () => T): T {
  const saved = dockerVariables.map((name) => [name, own(process.env, name)] as const);
  for (const name of dockerVariables) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    for (const [name, value] of saved) if (value !== undefined) setOwn(process.env, name, value);
  }
}
/* eslint-enable slipway/outside-host */
