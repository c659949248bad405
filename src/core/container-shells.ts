/** Where shells lie in images, the one that people like best first. */
const places: readonly (readonly [name: string, ...files: string[]])[] = [
  ['bash', '/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'],
  ['zsh', '/bin/zsh', '/usr/bin/zsh'],
  ['fish', '/usr/bin/fish', '/bin/fish'],
  ['ash', '/bin/ash'],
  ['sh', '/bin/sh', '/usr/bin/sh', '/busybox/sh'],
];

/** The shells of a container by their paths, each name once. `has` looks whether a file is there. */
export async function findShells(has: (file: string) => Promise<boolean>): Promise<readonly string[]> {
  const found = await Promise.all(
    places.map(async ([, ...files]) => {
      const there = await Promise.all(files.map(has));
      return files.find((_file, index) => there[index]);
    }),
  );
  return found.filter((file) => file !== undefined);
}
