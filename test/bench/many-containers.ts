import { createHash } from 'node:crypto';
import { FakeEngine, json } from '../support/fake-engine';

const services = ['web', 'api', 'worker', 'cache', 'database', 'queue', 'mail', 'search'];

/** An engine of so many containers, two of three of them in Compose projects of eight, as Docker lists them. */
export class ManyContainers {
  private readonly containers: Map<string, ReturnType<typeof listed>>;
  private turn = 0;

  private constructor(
    readonly name: string,
    readonly engine: FakeEngine,
    count: number,
  ) {
    this.containers = new Map(Array.from({ length: count }, (_, index) => listed(name, index)).map((each) => [each.Id, each]));
    engine.id = name;
    engine.on('GET /volumes', json({ Volumes: [], Warnings: null })).on('GET /networks', json([]));
    engine.on('GET /containers/json', (response, request) => {
      const { id } = JSON.parse(request.query.get('filters') ?? '{}') as { readonly id?: readonly string[] | Readonly<Record<string, boolean>> };
      const ids = id && new Set(Array.isArray(id) ? (id as readonly string[]) : Object.keys(id));
      return json([...this.containers.values()].filter((each) => ids?.has(each.Id) ?? true))(response, request);
    });
  }

  static async start(name: string, count: number): Promise<ManyContainers> {
    return new ManyContainers(name, await FakeEngine.start(), count);
  }

  /** How often the whole list was asked for. */
  get listings(): number {
    return this.engine.requests.filter(({ path, query }) => path === '/containers/json' && !query.has('filters')).length;
  }

  /** By turns one dies, one starts and one gets healthy. */
  happen(): void {
    const all = [...this.containers.values()];
    const each = all[(this.turn * 37) % all.length];
    const action = ['die', 'start', 'health_status: healthy'][this.turn++ % 3] ?? '';
    if (!each) return;
    each.State = action === 'die' ? 'exited' : 'running';
    each.Status = action === 'die' ? 'Exited (0) 1 second ago' : action === 'start' ? 'Up 1 second' : 'Up 3 hours (healthy)';
    const now = Date.now();
    this.engine.emit({ Type: 'container', Action: action, Actor: { ID: each.Id, Attributes: { name: each.Names[0]?.slice(1) } }, time: Math.floor(now / 1000), timeNano: now * 1e6 });
  }
}

function listed(engine: string, index: number) {
  const id = createHash('sha256').update(`${engine} ${String(index)}`).digest('hex');
  const project = index % 3 === 0 ? undefined : `shop-${String(Math.floor(index / 12)).padStart(3, '0')}`;
  const service = services[index % services.length] ?? '';
  const running = index % 5 !== 0;
  const labels = {
    'org.opencontainers.image.source': `https://git.example.com/team/${service}`,
    ...(project !== undefined && {
      'com.docker.compose.project': project,
      'com.docker.compose.service': service,
      'com.docker.compose.project.working_dir': `/srv/${project}`,
      'com.docker.compose.project.config_files': `/srv/${project}/compose.yaml`,
    }),
  };
  return {
    Id: id,
    Names: [`/${project ?? 'job'}-${service}-${String(index)}`],
    Image: `registry.example.com/team/${service}:1.${String(index % 20)}`,
    ImageID: `sha256:${createHash('sha256').update(service).digest('hex')}`,
    Command: '/docker-entrypoint.sh run --in-foreground',
    Created: 1_700_000_000 - index,
    Ports: running ? [{ IP: '0.0.0.0', PrivatePort: 8080, PublicPort: 20_000 + index, Type: 'tcp' }] : [],
    Labels: labels,
    State: running ? 'running' : 'exited',
    Status: running ? 'Up 3 hours' : 'Exited (0) 2 days ago',
    HostConfig: { NetworkMode: 'default' },
    NetworkSettings: { Networks: { [`${project ?? 'bridge'}_default`]: { IPAddress: running ? `172.18.${String(index >> 8)}.${String(index & 255)}` : '', GlobalIPv6Address: '' } } },
    Mounts: [{ Type: 'volume', Name: `${service}-data`, Source: '', Destination: '/data', Driver: 'local', Mode: 'z', RW: true, Propagation: '' }],
  };
}
