/** The types of `RUN --mount`; `bind` where none is given. */
export const mountTypes = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;

/** A type of `RUN --mount`. */
export type MountType = (typeof mountTypes)[number];

/** A key of `RUN --mount`, as BuildKit's `instructions/commands_runmount.go` reads it. */
export interface MountKey {
  readonly name: string;
  /** Other names of the same. */
  readonly aliases: readonly string[];
  /** The types that it means something for, which is where it is offered. */
  readonly types: readonly MountType[];
  /** The types with which the builder takes it, where it refuses others. `inOrder`: it goes by the type given before the key. */
  readonly refusedElsewhere?: { readonly types: readonly MountType[]; readonly inOrder: boolean };
  /** Whether it may stand without a value. */
  readonly bare?: boolean;
  readonly values?: readonly string[];
}

const booleans = ['true', 'false'];
const owned: readonly MountType[] = ['cache', 'secret', 'ssh'];
const ofFiles: readonly MountType[] = ['bind', 'cache', 'tmpfs', 'secret'];

/** Every key, in the order in which people need them. */
export const mountKeys: readonly MountKey[] = [
  { name: 'type', aliases: [], types: mountTypes, values: mountTypes },
  { name: 'id', aliases: [], types: ['cache', 'secret', 'ssh'] },
  { name: 'target', aliases: ['dst', 'destination'], types: mountTypes },
  { name: 'source', aliases: ['src'], types: ['bind', 'cache'], refusedElsewhere: { types: ofFiles, inOrder: false } },
  { name: 'from', aliases: [], types: ['bind', 'cache'], refusedElsewhere: { types: ['bind', 'cache', 'tmpfs', 'ssh'], inOrder: false } },
  {
    name: 'sharing',
    aliases: [],
    types: ['cache'],
    refusedElsewhere: { types: ['cache'], inOrder: false },
    values: ['shared', 'private', 'locked'],
  },
  { name: 'env', aliases: [], types: ['secret'] },
  {
    name: 'required',
    aliases: [],
    types: ['secret', 'ssh'],
    refusedElsewhere: { types: ['secret', 'ssh'], inOrder: true },
    bare: true,
    values: booleans,
  },
  { name: 'readonly', aliases: ['ro'], types: ['cache'], bare: true, values: booleans },
  { name: 'readwrite', aliases: ['rw'], types: ['bind'], bare: true, values: booleans },
  { name: 'size', aliases: [], types: ['tmpfs'], refusedElsewhere: { types: ['tmpfs'], inOrder: true } },
  { name: 'mode', aliases: [], types: owned, refusedElsewhere: { types: owned, inOrder: false } },
  { name: 'uid', aliases: [], types: owned, refusedElsewhere: { types: owned, inOrder: false } },
  { name: 'gid', aliases: [], types: owned, refusedElsewhere: { types: owned, inOrder: false } },
];

const byName: ReadonlyMap<string, MountKey> = new Map(mountKeys.flatMap((key) => [key.name, ...key.aliases].map((name) => [name, key])));

/** The key of that name or other name, in lower case. */
export function mountKey(name: string): MountKey | undefined {
  return byName.get(name);
}
