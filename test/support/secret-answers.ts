import { join } from 'node:path';
import type { commandIds } from '../../src/commands/ids';
import { mark } from './secret-world';

type Answers = Record<string, unknown>;

/** What commands are called with: things that are there, and a secret in every place that can hold one. */
export interface SecretSurroundings {
  readonly folder: string;
  /** `127.0.0.1:PORT`, with a log-in that is known. */
  readonly registry: string;
}

const none: (surroundings: SecretSurroundings) => readonly Answers[] = () => [{}];
const containers: typeof none = () => [{ containers: ['web'] }, { containers: ['web', 'old', 'gone'] }];
const container: typeof none = () => [{ container: 'web' }];
const images: typeof none = () => [{ images: ['app:1'] }, { images: ['app:1', 'gone:1'] }];
const image: typeof none = () => [{ image: 'app:1' }];
const volumes: typeof none = () => [{ volumes: ['data'] }];
const inVolume: typeof none = () => [{ volume: 'data' }];
const networks: typeof none = () => [{ networks: ['shop'] }];
const build: typeof none = () => [{ build: 1 }, { build: 99 }];
const url = `https://me:${mark}@127.0.0.1:1/x`;
const changes = [`ENV PLAIN=${mark} B="a ${mark}"`, `ONBUILD ENV OLD ${mark}`, `HEALTHCHECK CMD curl ${url}`, `LABEL url=${url}`];
const badChanges = [`ENV PLAIN="${mark}`];
const filters = { label: [`url=${url}`], until: ['1h'] };
const plans: typeof none = () => [{ apply: true }, { apply: true, filters }, { items: ['web', url], filters: { label: filters.label } }];
const uri = ({ folder }: SecretSurroundings): string => `file://${join(folder, 'Dockerfile')}`;
const line: typeof none = (surroundings) => [{ uri: uri(surroundings), line: 1 }];
const filter: typeof none = () => [{ text: 'app' }];

/**
 * The calls of each command. A new one is added here with a secret in every answer that can hold one: whoever logs it, shows it
 * or writes it down fails the test.
 */
export const secretAnswers: Readonly<Record<(typeof commandIds)[number], typeof none>> = {
  'slipway.buildCache.prune': plans,
  'slipway.builds.again': build,
  'slipway.builds.cancel': build,
  'slipway.builds.clear': none,
  'slipway.builds.compare': build,
  'slipway.builds.copyDockerCommand': build,
  'slipway.builds.copyOutput': () => [{ build: 1 }, { build: 1, step: url }],
  'slipway.builds.help': none,
  'slipway.builds.openDockerfile': build,
  'slipway.builds.openShell': build,
  'slipway.builds.pushImage': build,
  'slipway.builds.remove': build,
  'slipway.builds.runImage': build,
  'slipway.builds.show': () => [{ build: 1 }, { build: 1, step: url }],
  'slipway.builds.showImage': build,
  'slipway.compose.down': ({ folder }) => [{ file: join(folder, 'compose.yaml') }],
  'slipway.compose.pull': ({ folder }) => [{ file: join(folder, 'compose.yaml') }],
  'slipway.compose.showFile': () => [{ project: url }],
  'slipway.compose.up': ({ folder }) => [{ file: join(folder, 'compose.yaml') }, { project: url }],
  'slipway.configurations.copyRunLine': () => [{ configuration: 'web' }],
  'slipway.configurations.delete': () => [{ configuration: 'web' }],
  'slipway.configurations.edit': () => [{}, { configuration: 'web' }],
  'slipway.configurations.run': () => [{ configuration: 'web' }, { configuration: url, running: 'keep' }],
  'slipway.configurations.save': () => [{ container: 'web' }, { container: 'web', configuration: url }],
  'slipway.containers.attach': container,
  'slipway.containers.changeRestartPolicy': () => [{ containers: ['web'], policy: 'on-failure', maximumRetries: 3 }],
  'slipway.containers.clearFilter': none,
  'slipway.containers.commit': () => [{ container: 'web', reference: 'new:1', author: `Ada <${url}>`, message: `see ${url}`, changes }, { container: 'web', changes: badChanges }],
  'slipway.containers.copyComposeService': containers,
  'slipway.containers.copyId': containers,
  'slipway.containers.copyName': containers,
  'slipway.containers.copyRunLine': containers,
  'slipway.containers.duplicate': () => [{ container: 'web' }, { container: 'web', name: 'second', ports: 'any' }],
  'slipway.containers.export': ({ folder }) => [{ containers: ['web'], file: join(folder, 'web.tar') }, { containers: ['web', 'old'], folder }],
  'slipway.containers.filter': filter,
  'slipway.containers.groupByProject': () => [{ group: true }],
  'slipway.containers.help': none,
  'slipway.containers.inspect': container,
  'slipway.containers.kill': () => [{ containers: ['web'], signal: 'SIGINT' }, { containers: ['web'], signal: url }],
  'slipway.containers.logs': () => [{ container: 'web' }, { containers: ['web', 'old'], since: '10m', until: url }, { container: 'web', since: url }],
  'slipway.containers.logsInTerminal': container,
  'slipway.containers.openPort': container,
  'slipway.containers.pause': containers,
  'slipway.containers.prune': plans,
  'slipway.containers.refresh': none,
  'slipway.containers.recreate': () => [{ containers: ['web'] }, { containers: ['web', 'old', 'gone'] }],
  'slipway.containers.remove': () => [{ containers: ['web', 'old'], force: true, volumes: true }],
  'slipway.containers.rename': () => [{ container: 'web', name: 'site' }, { container: 'web', name: url }],
  'slipway.containers.restart': containers,
  'slipway.containers.runCommand': () => [{ container: 'web', command: ['env', `PLAIN=${mark}`, 'sh', '-c', `export a=${mark}; curl ${url}`], user: 'me', workingDirectory: '/srv' }],
  'slipway.containers.shell': () => [
    { container: 'web', environment: [`PLAIN=${mark}`], workingDirectory: '/srv', privileged: true },
    { container: 'web', command: ['env', `PLAIN=${mark}`, 'sh', '-c', `export a=${mark}; curl ${url}`], user: 'me' },
    { container: 'web', command: ['mysql', `-p${mark}`, '--password', mark, `--api-token=${mark}`], tty: false },
  ],
  'slipway.containers.shellWithOptions': container,
  'slipway.containers.show': container,
  'slipway.containers.showChanges': container,
  'slipway.containers.start': containers,
  'slipway.containers.stats': () => [{}, { containers: ['web'] }],
  'slipway.containers.stop': containers,
  'slipway.containers.stopWithOptions': () => [{ containers: ['web'], timeout: 5, signal: 'SIGINT' }, { containers: ['web'], signal: url }],
  'slipway.containers.unpause': containers,
  'slipway.containers.updateLimits': () => [{ containers: ['web'], memory: '64m', cpus: '1', pids: 5 }, { containers: ['web'], memory: url }],
  'slipway.containers.wait': container,
  'slipway.dockerfile.buildAgain': ({ folder }) => [{ file: join(folder, 'Dockerfile') }],
  'slipway.dockerfile.build': ({ folder }) => [{ file: join(folder, 'Dockerfile'), reference: 'new:1', buildArgs: { PLAIN: mark, TOKEN: url } }],
  'slipway.dockerfile.example': none,
  'slipway.dockerfile.fixWorkspace': ({ folder }) => [{ files: [join(folder, 'Dockerfile')] }],
  'slipway.dockerfile.ignore': (surroundings) => [{ uri: uri(surroundings), line: 1, names: ['DL3007'], reason: url }],
  'slipway.dockerfile.mergeRuns': (surroundings) => [{ uri: uri(surroundings), firstLine: 3, lastLine: 4 }],
  'slipway.dockerfile.pinImage': line,
  'slipway.dockerfile.proposeIgnore': ({ folder }) => [{ file: join(folder, 'Dockerfile') }],
  'slipway.dockerfile.showContext': ({ folder }) => [{ file: join(folder, 'Dockerfile') }],
  'slipway.dockerfile.pinPackages': line,
  'slipway.dockerfile.showRule': () => [{ rule: 'DL3007' }],
  'slipway.engines.copyAddress': () => [{ engine: 'DOCKER_HOST' }, { engine: 'far' }, { engine: 'shell' }, { engine: url }],
  'slipway.engines.help': none,
  'slipway.engines.info': none,
  'slipway.engines.install': none,
  'slipway.engines.refresh': none,
  'slipway.engines.retry': none,
  'slipway.engines.use': () => [{ engine: 'far' }, { engine: 'shell' }, { engine: `tcp://me:${mark}@127.0.0.1:1` }, { engine: `me:${mark}@127.0.0.1:1` }, { engine: `ssh://me:${mark}@127.0.0.1` }],
  'slipway.files.addToWorkspace': inVolume,
  'slipway.files.browse': inVolume,
  'slipway.files.copyPath': () => [{ volume: 'data', paths: ['/a'] }],
  'slipway.files.download': ({ folder }) => [{ volume: 'data', paths: ['/a'], folder }],
  'slipway.files.newFile': () => [{ volume: 'data', path: '/', name: 'a' }],
  'slipway.files.newFolder': () => [{ volume: 'data', path: '/', name: 'a' }],
  'slipway.files.open': inVolume,
  'slipway.files.refresh': inVolume,
  'slipway.files.remove': () => [{ volume: 'data', paths: ['/a'] }],
  'slipway.files.rename': () => [{ volume: 'data', path: '/a', name: 'b' }],
  'slipway.files.upload': ({ folder }) => [{ volume: 'data', path: '/', uris: [join(folder, 'Dockerfile')] }],
  'slipway.files.uploadFolder': ({ folder }) => [{ volume: 'data', path: '/', folder }],
  'slipway.images.checkForUpdate': ({ registry }) => [{ images: ['app:1'] }, { images: [`${registry}/app:1`] }],
  'slipway.images.clearFilter': none,
  'slipway.images.compare': () => [{ images: ['app:1', 'app:1'] }],
  'slipway.images.copyDigest': image,
  'slipway.images.copyDockerCommand': () => [{ image: 'app:1', verb: 'run' }, { image: 'app:1', verb: 'run', values: false }, { image: 'app:1', verb: 'pull', values: true }],
  'slipway.images.copyId': images,
  'slipway.images.copyPullCommand': () => [{ references: ['app:1', url] }],
  'slipway.images.copyReference': images,
  'slipway.images.filter': filter,
  'slipway.images.group': () => [{ by: 'label', label: 'com.example.url' }],
  'slipway.images.help': none,
  'slipway.images.import': ({ folder }) => [
    { source: `${url}.tar`, reference: 'new:1', message: `from ${url}`, changes }, { source: `http://me:a/${mark}@127.0.0.1:1/x.tar`, changes: badChanges }, { source: join(folder, 'Dockerfile'), changes }, { source: `ftp://me:${mark}@h/x` },
  ],
  'slipway.images.inspect': image,
  'slipway.images.inspectJson': image,
  'slipway.images.load': ({ folder }) => [{ files: [join(folder, 'Dockerfile')] }, { files: [`/none/${url}`] }],
  'slipway.images.prune': () => [{ scope: 'unused', items: ['app:1', url] }, { scope: 'dangling', apply: true, filters }],
  'slipway.images.pull': ({ registry }) => [{ reference: `${registry}/app:1` }, { reference: 'app:1', platform: 'linux/arm64' }, { reference: `https://me:${mark}@${registry}/app:1` }, { reference: `me:${mark}@${registry}/app` }],
  'slipway.images.pullAgain': images,
  'slipway.images.pullNewer': images,
  'slipway.images.push': ({ registry }) => [{ reference: `${registry}/app:1` }, { reference: 'app:1' }, { reference: `https://me:${mark}@${registry}/app:1` }],
  'slipway.images.pushTo': ({ registry }) => [{ reference: 'app:1', target: `${registry}/app:1` }, { reference: 'app:1', target: `https://me:${mark}@${registry}/app` }],
  'slipway.images.refresh': none,
  'slipway.images.remove': () => [{ images: ['app:1'], force: true }],
  'slipway.images.run': () => [
    { line: `-d -e PLAIN=${mark} --env=URL=${url} -l a=${url} --log-opt splunk-token=${mark} app:1` }, { line: `-ite=PLAIN=${mark} app:1 sh -c 'export a=${mark}'` }, { line: `PLAIN=${mark} docker -H tcp://me:${mark}@127.0.0.1:1 run -e PLAIN app:1` },
    { line: `-e "PLAIN=${mark}` }, { line: `-e PLAIN=$(echo ${mark}) app:1` }, { image: 'app:1', options: ['-e', `PLAIN=${mark}`, `-ePLAIN=${mark}`], command: ['env', `PLAIN=${mark}`] }, { image: 'app:1', options: [`PLAIN=${mark}`] }, { image: 'gone:1', options: ['-d', '-e', `PLAIN=${mark}`] },
  ],
  'slipway.images.runByLine': () => [{ line: `-d -e PLAIN=${mark} app:1` }, { line: `-e "PLAIN=${mark}` }],
  'slipway.images.save': ({ folder }) => [{ images: ['app:1'], file: join(folder, 'app.tar') }],
  'slipway.images.showAsDockerfile': image,
  'slipway.images.showContainers': images,
  'slipway.images.sort': () => [{ by: 'size' }],
  'slipway.images.tag': ({ registry }) => [{ image: 'app:1', reference: `${registry}/app:2` }, { image: 'app:1', reference: `https://me:${mark}@${registry}/app` }],
  'slipway.images.toggleDangling': none,
  'slipway.images.toggleDigests': none,
  'slipway.images.toggleIntermediate': none,
  'slipway.images.untag': () => [{ references: ['app:1'] }],
  'slipway.layers.copyCommand': () => [{ image: 'app:1', step: 1 }],
  'slipway.networks.clearFilter': none,
  'slipway.networks.connect': () => [{ network: 'shop', containers: ['web'], aliases: ['site'], ipv4: '172.28.0.5', ipv6: 'fd00::5' }],
  'slipway.networks.copyName': networks,
  'slipway.networks.create': () => [{ name: 'new', driver: 'bridge', subnet: '172.28.0.0/16', options: { url, token: mark }, labels: { url, password: mark } }, { name: url }],
  'slipway.networks.disconnect': () => [{ network: 'shop', containers: ['web'] }],
  'slipway.networks.filter': filter,
  'slipway.networks.help': none,
  'slipway.networks.inspect': networks,
  'slipway.networks.prune': plans,
  'slipway.networks.refresh': none,
  'slipway.networks.remove': networks,
  'slipway.registries.add': ({ registry }) => [{ address: registry }, { address: `https://me:${mark}@${registry}` }, { address: `me:${mark}@${registry}` }, { address: `https://me:a/${mark}@127.0.0.1:1` }],
  'slipway.registries.addRepository': ({ registry }) => [{ registry, repository: 'other' }, { registry, repository: url }, { registry: url, repository: 'other' }],
  'slipway.registries.copyReference': ({ registry }) => [{ references: [`${registry}/app:1`] }],
  'slipway.registries.help': none,
  'slipway.registries.logIn': ({ registry }) => [{ registry, username: 'me', password: mark }, { registry: '127.0.0.1:1', username: 'me', password: mark }, { registry: 'docker.io', username: 'me', password: mark }, { registry: url, username: 'me', password: mark }],
  'slipway.registries.logOut': ({ registry }) => [{ registry: '127.0.0.1:1' }, { registry: `https://me:${mark}@${registry}` }],
  'slipway.registries.pull': ({ registry }) => [{ references: [`${registry}/app:1`] }],
  'slipway.registries.refresh': none,
  'slipway.registries.remove': () => [{ registry: '127.0.0.1:1' }, { registry: url }],
  'slipway.system.diskUsage': none,
  'slipway.system.prune': plans,
  'slipway.volumes.clearFilter': none,
  'slipway.volumes.copyName': volumes,
  'slipway.volumes.filter': filter,
  'slipway.volumes.help': none,
  'slipway.volumes.inspect': volumes,
  'slipway.volumes.prune': plans,
  'slipway.volumes.refresh': none,
  'slipway.volumes.remove': volumes,
};
