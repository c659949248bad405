import { t } from '../localize';
import { LineProblem, type LineWord, type OnlyCommand } from '../shell-words';
import { own } from '../records';

interface Verb {
  /** Of the command of Slipway, translated. */
  readonly title: () => string;
  /** Its id. */
  readonly command: string;
}

const verbs: Readonly<Record<string, Verb>> = {
  attach: { title: () => t('Attach to Container'), command: 'slipway.containers.attach' },
  build: { title: () => t('Build Image…'), command: 'slipway.dockerfile.build' },
  commit: { title: () => t('Commit Container to Image…'), command: 'slipway.containers.commit' },
  context: { title: () => t('Use Engine'), command: 'slipway.engines.use' },
  diff: { title: () => t('Show Changed Files'), command: 'slipway.containers.showChanges' },
  exec: { title: () => t('Open Shell'), command: 'slipway.containers.shell' },
  export: { title: () => t('Export File System…'), command: 'slipway.containers.export' },
  history: { title: () => t('Inspect Image'), command: 'slipway.images.inspect' },
  images: { title: () => t('Refresh Images'), command: 'slipway.images.refresh' },
  import: { title: () => t('Import File System as Image…'), command: 'slipway.images.import' },
  info: { title: () => t('Show Engine Information'), command: 'slipway.engines.info' },
  inspect: { title: () => t('Inspect Container'), command: 'slipway.containers.inspect' },
  kill: { title: () => t('Stop Container'), command: 'slipway.containers.stop' },
  load: { title: () => t('Load Images from Files…'), command: 'slipway.images.load' },
  login: { title: () => t('Log In to Registry…'), command: 'slipway.registries.logIn' },
  logout: { title: () => t('Log Out of Registry'), command: 'slipway.registries.logOut' },
  logs: { title: () => t('Show Logs'), command: 'slipway.containers.logs' },
  pause: { title: () => t('Pause Container'), command: 'slipway.containers.pause' },
  port: { title: () => t('Inspect Container'), command: 'slipway.containers.inspect' },
  ps: { title: () => t('Refresh Containers'), command: 'slipway.containers.refresh' },
  pull: { title: () => t('Pull Image…'), command: 'slipway.images.pull' },
  push: { title: () => t('Push Image…'), command: 'slipway.images.push' },
  restart: { title: () => t('Restart Container'), command: 'slipway.containers.restart' },
  rm: { title: () => t('Remove Container…'), command: 'slipway.containers.remove' },
  rmi: { title: () => t('Remove Image…'), command: 'slipway.images.remove' },
  save: { title: () => t('Save Images to a File…'), command: 'slipway.images.save' },
  search: { title: () => t('Pull Image…'), command: 'slipway.images.pull' },
  start: { title: () => t('Start Container'), command: 'slipway.containers.start' },
  stop: { title: () => t('Stop Container'), command: 'slipway.containers.stop' },
  tag: { title: () => t('Tag Image…'), command: 'slipway.images.tag' },
  unpause: { title: () => t('Unpause Container'), command: 'slipway.containers.unpause' },
  'image inspect': { title: () => t('Inspect Image'), command: 'slipway.images.inspect' },
  'network inspect': { title: () => t('Inspect Network'), command: 'slipway.networks.inspect' },
  'network rm': { title: () => t('Remove Network…'), command: 'slipway.networks.remove' },
  'volume inspect': { title: () => t('Inspect Volume'), command: 'slipway.volumes.inspect' },
  'volume rm': { title: () => t('Remove Volume…'), command: 'slipway.volumes.remove' },
  'builder prune': { title: () => t('Prune Build Cache…'), command: 'slipway.buildCache.prune' },
  'container prune': { title: () => t('Prune Containers…'), command: 'slipway.containers.prune' },
  'image prune': { title: () => t('Prune Images…'), command: 'slipway.images.prune' },
  'network prune': { title: () => t('Prune Networks…'), command: 'slipway.networks.prune' },
  'system df': { title: () => t('Show Disk Usage'), command: 'slipway.system.diskUsage' },
  'system info': { title: () => t('Show Engine Information'), command: 'slipway.engines.info' },
  'system prune': { title: () => t('Prune Everything…'), command: 'slipway.system.prune' },
  'volume prune': { title: () => t('Prune Volumes…'), command: 'slipway.volumes.prune' },
};

const runVerb: Verb = { title: () => t('Run Image…'), command: 'slipway.images.run' };

/** Groups of commands whose members are those without the group: `docker image pull`. */
const sameAs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  container: { ls: 'ps', list: 'ps' },
  image: { ls: 'images', list: 'images', rm: 'rmi' },
  buildx: { bake: 'bake' },
  builder: {},
};

/** The commands of docker that Slipway does by a verb of its own, with the ids of those. For tests. */
export const otherCommands: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(verbs).map(([name, { command }]) => [name, command]),
);

/** What is wrong with a line of docker that does something else: the verb of Slipway that does it, or where it is done. */
export function otherCommand(program: string, words: readonly LineWord[], end: number, only: OnlyCommand): LineProblem {
  const [first, second] = words;
  if (!first) {
    const reason =
      only === 'docker run'
        ? t('The command is missing after {0}: write run and an image.', program)
        : t('The command is missing after {0}: write build and a folder.', program);
    return new LineProblem(reason, end, 0);
  }
  const place = second ? second.offset + second.length - first.offset : first.length;
  const two = `${first.text} ${second?.text ?? ''}`;
  const group = own(sameAs, first.text);
  const inner = second?.text ?? '';
  const single = group === undefined ? first.text : (own(group, inner) ?? inner);
  const found = [two, single].find((name) => Object.hasOwn(verbs, name));
  const verb = found === undefined ? (/^(?:run|create)$/.test(single) ? runVerb : undefined) : own(verbs, found);
  const shown = `${program} ${found === two || group ? two.trim() : first.text}`;
  const length = found === two || group ? place : first.length;
  if (verb) {
    const instead = { title: verb.title(), command: verb.command };
    return new LineProblem(t('Only {0} is supported here. For {1}, use “{2}”.', only, shown, instead.title), first.offset, length, instead);
  }
  const reason = first.text.startsWith('-')
    ? t('{0} has no option {1} before {2}.', program, first.text, verbOf(only))
    : t('Only {0} is supported here. Slipway has no command for {1}: run it in a terminal.', only, shown);
  return new LineProblem(reason, first.offset, first.length);
}

/** `run` */
export function verbOf(only: OnlyCommand): string {
  return only.slice(only.indexOf(' ') + 1);
}
