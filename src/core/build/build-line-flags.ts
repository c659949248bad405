import { t } from '../localize';
import { own, setOwn } from '../records';
import { readUlimit } from '../run/devices';
import { BadValue } from '../run/draft';
import { readHost } from '../run/texts';
import { readBoolean, readBytes, readPair } from '../run/values';
import type { BuildDraft } from './build-line-draft';
import { addCacheFrom, addCacheTo, addContext, addOutput, addSecret, addSsh } from './build-line-values';

/** One option of `docker buildx build`: https://docs.docker.com/reference/cli/docker/buildx/build/#options. */
export interface BuildFlag {
  /** One letter, without the dash. */
  readonly short?: string;
  /** A switch may stand without a value; then the value is `true`. */
  readonly isSwitch?: true;
  /** `shown` is the option as it stands in the line, with its value. */
  readonly apply: (draft: BuildDraft, value: string, shown: string) => void;
}

type Reason = () => string;

function text(put: (draft: BuildDraft, value: string) => void, short?: string): BuildFlag {
  return { ...(short !== undefined && { short }), apply: put };
}

function toggle(put: (draft: BuildDraft, on: boolean, shown: string) => void, short?: string): BuildFlag {
  return { isSwitch: true, ...(short !== undefined && { short }), apply: (draft, value, shown) => put(draft, readBoolean(value), shown) };
}

/** An option without which the build is the same, and why. */
function passedOver(reason: Reason, short?: string): BuildFlag {
  return { ...(short !== undefined && { short }), apply: (draft, _, shown) => draft.remark(shown, reason()) };
}

function passedSwitch(reason: Reason, short?: string): BuildFlag {
  return toggle((draft, _, shown) => draft.remark(shown, reason()), short);
}

/** An option that cannot be done, with what would be needed. */
function refused(reason: Reason, isSwitch = false): BuildFlag {
  const apply = (): never => {
    throw new BadValue(reason());
  };
  return isSwitch ? { isSwitch: true, apply } : { apply };
}

/** Attestations are made by none; to switch them off changes nothing. */
const attestation: BuildFlag = {
  apply: (draft, value, shown) => {
    if (!/^(?:false|0)$|(?:^|,)disabled=(?:true|1)(?:,|$)/.test(value)) throw new BadValue(attestations());
    draft.remark(shown, t('Slipway asks for no attestations anyway.'));
  },
};
const attestations: Reason = () =>
  t('Attestations go with an image into a registry: build with docker buildx in a terminal where you need them, or leave this out.');

const progress: Reason = () => t('The Builds view shows the steps and their output, whatever form the command line would print.');
const notBuildkit: Reason = () => t('BuildKit passes over this option, too: the image is the same.');
const limits: Reason = () => t('It limits what the build may use, and the image is the same: the engine’s own limits hold.');
const podmanOnly: Reason = () => t('It says how Podman does the work, and the image is the same.');

/** Adds every stage of `a,b`. */
function noCacheStages(draft: BuildDraft, value: string): void {
  draft.noCacheStages.push(...value.split(',').filter((stage) => stage !== ''));
}

/** `always` and `newer` of Podman, and the switch of docker. */
function pull(draft: BuildDraft, value: string, shown: string): void {
  if (value === 'never') throw new BadValue(t('Images that are missing are always pulled: leave this out.'));
  if (value === 'missing' || value === 'ifmissing') draft.remark(shown, t('Images that are missing are always pulled.'));
  else if (value === 'always' || value === 'newer' || readBoolean(value)) draft.options.pull = true;
  else delete draft.options.pull;
}

function buildArgument(draft: BuildDraft, value: string, shown: string): void {
  if (value === '' || value.startsWith('=')) throw new BadValue(t('The name before = is missing.'));
  const equals = value.indexOf('=');
  const name = equals < 0 ? value : value.slice(0, equals);
  const given = equals < 0 ? own(draft.surroundings.variables ?? {}, name) : value.slice(equals + 1);
  if (given === undefined) draft.remark(shown, t('There is no variable {0} here that would give it a value.', name));
  else setOwn(draft.buildArguments, name, given);
}

function entitlement(draft: BuildDraft, value: string, shown: string): void {
  if (value !== 'network.host')
    throw new BadValue(t('The engine’s own builder gives no build such rights: docker buildx with a builder of its own can.'));
  draft.remark(shown, t('Nothing has to be allowed: --network host is enough.'));
}

function call(draft: BuildDraft, value: string, shown: string): void {
  if (value !== 'build') throw new BadValue(t('This builds nothing. What is wrong with a Dockerfile the editor marks while you type.'));
  draft.remark(shown, t('This is what a build does anyway.'));
}

/** By their long names. What Podman and the older builder of docker have besides is there too. */
export const buildFlags: Readonly<Record<string, BuildFlag>> = {
  'add-host': text((draft, value) => void draft.extraHosts.push(readHost(value))),
  allow: { apply: entitlement },
  annotation: refused(() => t('Annotations are kept by registries, not by the engine: use --label, which stands in the image.')),
  attest: attestation,
  'build-arg': { apply: buildArgument },
  'build-context': text((draft, value) => void setOwn(draft.contexts, ...addContext(draft, value))),
  builder: text((draft, value) => {
    if (value !== 'default' && value !== '') draft.options.builder = value;
  }),
  'cache-from': text(addCacheFrom),
  'cache-to': text(addCacheTo),
  call: { apply: call },
  'cgroup-parent': passedOver(limits),
  check: toggle((draft, on, shown) => call(draft, on ? 'check' : 'build', shown)),
  compress: passedSwitch(notBuildkit),
  'cpu-period': passedOver(notBuildkit),
  'cpu-quota': passedOver(notBuildkit),
  'cpu-shares': passedOver(notBuildkit, 'c'),
  'cpuset-cpus': passedOver(notBuildkit),
  'cpuset-mems': passedOver(notBuildkit),
  debug: passedSwitch(progress, 'D'),
  'disable-content-trust': passedSwitch(notBuildkit),
  file: text((draft, value) => void (draft.file = value), 'f'),
  'force-rm': passedSwitch(notBuildkit),
  format: passedOver(podmanOnly),
  help: refused(() => t('This only prints help.'), true),
  iidfile: passedOver(() => t('No file is written: the id of the image stands in the Builds view and in the Images view.')),
  isolation: passedOver(notBuildkit),
  jobs: passedOver(podmanOnly),
  label: text((draft, value) => void setOwn(draft.labels, ...readPair(value, true))),
  layers: passedSwitch(podmanOnly),
  load: passedSwitch(() => t('The image is in the engine as soon as it is built.')),
  memory: passedOver(notBuildkit, 'm'),
  'memory-swap': passedOver(notBuildkit),
  'metadata-file': passedOver(() => t('No file is written: what is known of a build stands in the Builds view.')),
  network: text((draft, value) => {
    if (value !== '' && value !== 'default') draft.options.network = value;
  }),
  'no-cache': toggle((draft, on) => void (draft.noCache = on)),
  'no-cache-filter': text(noCacheStages),
  output: text(addOutput, 'o'),
  platform: text((draft, value) => void draft.platforms.push(...value.split(',').filter((platform) => platform !== ''))),
  progress: passedOver(progress),
  provenance: attestation,
  pull: { isSwitch: true, apply: pull },
  push: toggle((draft, on) => {
    if (on) draft.options.push = true;
    else delete draft.options.push;
  }),
  quiet: passedSwitch(progress, 'q'),
  rm: passedSwitch(notBuildkit),
  sbom: attestation,
  secret: text(addSecret),
  'security-opt': passedOver(notBuildkit),
  'shm-size': text((draft, value) => void (draft.options.shmSize = readBytes(value))),
  squash: passedSwitch(() => t('BuildKit does not squash layers: a last stage with COPY --from has one layer for all files.')),
  ssh: text(addSsh),
  tag: text((draft, value) => draft.name(value), 't'),
  target: text((draft, value) => {
    if (value !== '') draft.options.target = value;
  }),
  ulimit: text((draft, value) => {
    readUlimit(value);
    draft.ulimits.push(value);
  }),
  volume: {
    short: 'v',
    ...refused(() => t('No folder can be mounted into all steps: use RUN --mount=type=bind, or --build-context name=folder.')),
  },
};
