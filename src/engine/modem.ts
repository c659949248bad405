import { Agent } from 'node:http';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';

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

/** dockerode's constructor reads these even when it is told everything, and throws at a value it does not like. */
function withoutDockerEnvironment<T>(make: () => T): T {
  const saved = dockerVariables.map((name) => [name, process.env[name]] as const);
  for (const name of dockerVariables) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    for (const [name, value] of saved) if (value !== undefined) process.env[name] = value;
  }
}
