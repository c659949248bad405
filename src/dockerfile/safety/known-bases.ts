import { readImageName } from '../image-name';
import type { Stage } from '../model';
import { own } from '../../core/records';

/** Families of images of which it is known what their programs are. */
export type BaseFamily = 'debian' | 'alpine' | 'rpm' | 'suse' | 'busybox';

/** An image of which it is known what is in it. */
export interface KnownBase {
  readonly family: BaseFamily;
  /** Of the official image: `debian`, `node`. */
  readonly name: string;
  /** `''` where none is written or a variable names it. */
  readonly tag: string;
  /** Whether a variable names the tag. */
  readonly isVariable: boolean;
  /** The folder in which its commands run; `undefined` where that is not known. */
  readonly workdir: string | undefined;
}

/** Distributions: whatever the tag, the family is the same. */
const distributions: Readonly<Record<string, BaseFamily>> = {
  ...{ debian: 'debian', ubuntu: 'debian', 'buildpack-deps': 'debian', alpine: 'alpine', fedora: 'rpm', centos: 'rpm' },
  ...{ rockylinux: 'rpm', 'rockylinux/rockylinux': 'rpm', almalinux: 'rpm', amazonlinux: 'rpm', oraclelinux: 'rpm' },
  ...{ 'quay.io/centos/centos': 'rpm', 'opensuse/leap': 'suse', 'opensuse/tumbleweed': 'suse', busybox: 'busybox' },
};

/**
 * Official images that are Debian or Ubuntu, or Alpine where the tag says so, with the folder in which they work. All
 * run as root, declare no volume and set no SHELL.
 */
const official: Readonly<Record<string, string>> = {
  ...{ python: '/', pypy: '/', node: '/', ruby: '/', rust: '/', gcc: '/', golang: '/go', haskell: '/', nginx: '/', julia: '/' },
  ...{ php: '/var/www/html', perl: '/usr/src/app', erlang: '/', elixir: '/', httpd: '/usr/local/apache2', maven: '/' },
  ...{ 'eclipse-temurin': '/', tomcat: '/usr/local/tomcat', swift: '/' },
};

const releases =
  'bookworm bullseye buster stretch trixie forky sid jammy noble focal bionic xenial plucky questing testing unstable stable oldstable';
/** The words of which tags of official images are made; with any other the image may be something else. */
const tagWords = new Set(
  `latest slim current lts iron jod hydrogen krypton cli apache fpm zts jdk jre mainline perl otel rc dev scm curl devel backports rolling fat threaded ${releases}`.split(
    ' ',
  ),
);

/**
 * The image that a stage is built on, where it is known for sure: an official image by its whole name, with a tag of
 * which every word is known. What an ARG names may be another image in the next build, and so may an image of anybody
 * else; a SHELL or the name of a stage proves nothing.
 */
export function knownBase(stage: Stage | undefined): KnownBase | undefined {
  let root = stage;
  while (root?.parent !== undefined) root = root.parent;
  const word = root?.from.from.image;
  if (word === undefined) return undefined;
  const { repository, tag, digest } = readImageName(word);
  const name = repository.replace(/^(?:docker\.io\/|index\.docker\.io\/|public\.ecr\.aws\/docker\/)?(?:library\/)?/, '');
  const isVariable = tag?.includes('$') === true || digest?.includes('$') === true;
  const known = isVariable || tag === undefined ? '' : tag;
  const distribution = own(distributions, name) ?? ubi(name);
  if (distribution !== undefined) return { family: distribution, name, tag: known, isVariable, workdir: '/' };
  if (!Object.hasOwn(official, name) || isVariable || (tag === undefined && digest !== undefined)) return undefined;
  const words = (tag ?? 'latest').toLowerCase().split('-');
  const isAlpine = words.some((part) => /^alpine[\d.]*$/.test(part));
  if (!words.every((part) => tagWords.has(part) || /^(?:alpine|v)?\d[\w.]*$/.test(part) || part === 'alpine')) return undefined;
  return {
    family: isAlpine ? 'alpine' : 'debian',
    name,
    tag: known,
    isVariable,
    workdir: isAlpine && name === 'httpd' ? undefined : own(official, name),
  };
}

/** The Universal Base Images with a package manager. */
function ubi(name: string): BaseFamily | undefined {
  return /^(?:registry\.access\.redhat\.com\/|redhat\/)?ubi(?:7|8|9|10)(?:\/ubi(?:-minimal)?|-minimal)?$/.test(name) ? 'rpm' : undefined;
}

/** The family of the image that a stage is built on; see {@link knownBase}. */
export function knownFamily(stage: Stage | undefined): BaseFamily | undefined {
  return knownBase(stage)?.family;
}
