import { readImageName } from '../image-name';
import type { Stage } from '../model';

/** Families of images of which it is known what their programs are. */
export type BaseFamily = 'debian' | 'rpm';

/** Official images that are Debian or Ubuntu unless their tag says otherwise. */
const debian = new Set([
  ...['debian', 'ubuntu', 'buildpack-deps', 'python', 'node', 'ruby', 'golang', 'rust', 'php', 'perl', 'gcc', 'pypy', 'julia', 'r-base', 'erlang', 'elixir'],
  ...['haskell', 'swift', 'dart', 'openjdk', 'eclipse-temurin', 'maven', 'gradle', 'tomcat', 'jetty', 'nginx', 'httpd', 'postgres', 'redis', 'wordpress', 'drupal'],
]);

const rpm = new Set(['fedora', 'centos', 'rockylinux', 'almalinux', 'amazonlinux', 'oraclelinux']);

/** Words of tags under which the official images are something else. */
const otherTag = /alpine|busybox|windows|nanoserver|slim-toybox|distroless|scratch|chainguard|wolfi/i;

/**
 * The family of the image that a stage is built on, where it is known for sure: an official image by its whole name, with
 * a tag that does not say otherwise. What an ARG names may be another image in the next build, and so may an image of
 * anybody else; a SHELL or a name alone proves nothing.
 */
export function knownFamily(stage: Stage | undefined): BaseFamily | undefined {
  let root = stage;
  while (root?.parent !== undefined) root = root.parent;
  const word = root?.from.from.image;
  if (word === undefined) return undefined;
  const { repository, tag = '', hasVariable } = readImageName(word);
  if (hasVariable || otherTag.test(tag)) return undefined;
  const name = repository.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  if (debian.has(name)) return 'debian';
  if (rpm.has(name) || /^(?:registry\.access\.redhat\.com\/|redhat\/)?ubi\d+(?:\/ubi)?$/.test(name) || /^quay\.io\/centos\/centos$/.test(repository)) return 'rpm';
  return undefined;
}
