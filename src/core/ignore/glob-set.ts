import { type GlobStep, isInClass } from './glob';
import { addTo, any, behind, firstClass, type GlobTree, globTree, inside, isFree, rest, star } from './glob-tree';

const slash = 0x2f;

/** Where a text leads in a {@link GlobSet}: words of 32 nodes that have at least one. */
export interface GlobState {
  readonly words: Int32Array;
  readonly nodes: Int32Array;
}

/** An edge from a node to a child that is not its first. */
interface Edge {
  readonly parent: number;
  readonly child: number;
}

/** Where a character leads. */
interface Moves {
  /** The nodes whose first child is behind it. */
  readonly first: Int32Array;
  /** The nodes that have another child behind it. */
  readonly others: Int32Array;
  /** The edges to those, ascending by parent: each parent's bit and the child; and where those of each word begin. */
  readonly bits: Int32Array;
  readonly children: Int32Array;
  readonly begins: Int32Array;
}

/** The nodes reached by a step, in words of 32. */
class Front {
  /** The words that have any; the first `count` are meant. */
  readonly words: Int32Array;
  count = 0;
  private readonly stamps: Int32Array;
  private stamp = 0;

  constructor(
    length: number,
    readonly reached = new Int32Array(length),
    /** Those that only stayed in folders: what is behind these is not reached without a character. */
    readonly stayed = new Int32Array(length),
  ) {
    this.words = new Int32Array(length);
    this.stamps = new Int32Array(length);
  }

  clear(): void {
    this.count = 0;
    this.stamp++;
  }

  touch(word: number): void {
    if (this.stamps[word] === this.stamp) return;
    this.stamps[word] = this.stamp;
    this.words[this.count++] = word;
    this.reached[word] = 0;
    this.stayed[word] = 0;
  }

  reach(word: number, bits: number): void {
    this.touch(word);
    this.reached[word] = (this.reached[word] ?? 0) | bits;
  }

  stay(word: number, bits: number): void {
    this.touch(word);
    this.stayed[word] = (this.stayed[word] ?? 0) | bits;
  }

  nodesIn(word: number): number {
    return (this.reached[word] ?? 0) | (this.stayed[word] ?? 0);
  }
}

/**
 * Many patterns that are matched at once, by the tree of them: a text is at some of its nodes at a time, and 32 neighbours
 * move to their first children by one shift. The work for a character is at most a 32nd of the patterns' length and the
 * number of patterns, and for most patterns next to nothing; it is counted in {@link work}.
 */
export class GlobSet {
  /** Words of nodes and edges that have been looked at since the beginning. */
  work = 0;

  private readonly tree: GlobTree;
  private readonly length: number;
  private readonly free: Int32Array;
  private readonly freeElsewhere: Int32Array;
  private readonly ends: Int32Array;
  private readonly stars: Int32Array;
  private readonly rests: Int32Array;
  private readonly insides: Int32Array;
  /** By label, the nodes whose first child it leads to, and the edges to other children. */
  private readonly firsts = new Map<number, number[]>();
  private readonly others = new Map<number, Edge[]>();
  private readonly freeChildren = new Map<number, number[]>();
  private readonly moves = new Map<number, Moves>();
  private readonly keptMoves: number;
  private front: Front;
  private back: Front;
  private readonly start: GlobState;

  constructor(patterns: readonly (readonly GlobStep[])[]) {
    this.tree = globTree(patterns);
    const { labels, parents, ends } = this.tree;
    this.length = (labels.length >> 5) + 1;
    for (const [node, label] of labels.entries()) {
      const parent = parents[node] ?? -1;
      if (parent === node - 1) addTo(this.firsts, label, parent);
      else if (isFree(label)) addTo(this.freeChildren, parent, node);
      else addTo(this.others, label, { parent, child: node });
    }
    this.free = this.mask([star, rest, inside, behind].flatMap((label) => this.firsts.get(label) ?? []));
    this.freeElsewhere = this.mask(this.freeChildren.keys());
    this.ends = this.mask(ends.keys());
    const labelled = (wanted: number): Int32Array => this.mask(labels.flatMap((label, node) => (label === wanted ? [node] : [])));
    [this.stars, this.rests, this.insides] = [labelled(star), labelled(rest), labelled(inside)];
    // Some 16 MB at most.
    this.keptMoves = Math.min(4_096, Math.max(32, Math.floor(1_000_000 / this.length)));
    [this.front, this.back] = [new Front(this.length), new Front(this.length)];
    this.front.clear();
    this.enter(this.front, 0);
    this.start = this.state();
  }

  /** Where the text leads from the state, or from the beginning. */
  advance(text: string, from: GlobState = this.start): GlobState {
    this.front.clear();
    for (const [at, word] of from.words.entries()) this.front.reach(word, from.nodes[at] ?? 0);
    for (const character of text) {
      if (this.front.count === 0) break;
      this.step(this.movesFor(character), character === '/');
    }
    return this.state();
  }

  /** The numbers of the patterns that the text leading here meets, ascending. */
  accepted({ words, nodes }: GlobState): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? 0;
      for (let bits = (nodes[at] ?? 0) & (this.ends[word] ?? 0); bits !== 0; bits &= bits - 1) {
        for (const pattern of this.tree.ends.get((word << 5) + 31 - Math.clz32(bits & -bits)) ?? []) found.push(pattern);
      }
    }
    this.work += words.length + found.length;
    return found.sort((left, right) => left - right);
  }

  private step({ first, others, bits: parents, children, begins }: Moves, isSlash: boolean): void {
    const { front: from, back: to } = this;
    to.clear();
    for (let at = 0; at < from.count; at++) {
      const word = from.words[at] ?? 0;
      const bits = from.nodesIn(word);
      const moved = bits & (first[word] ?? 0);
      const looped = bits & ((this.rests[word] ?? 0) | (isSlash ? 0 : (this.stars[word] ?? 0)));
      const staying = bits & (this.insides[word] ?? 0);
      const reached = looped | (moved << 1);
      if (reached !== 0) to.reach(word, reached);
      if (moved < 0) to.reach(word + 1, 1);
      if (staying !== 0) to.stay(word, staying);
      if ((bits & (others[word] ?? 0)) === 0) continue;
      for (let index = begins[word] ?? 0, end = begins[word + 1] ?? 0; index < end; index++) {
        if ((bits & (parents[index] ?? 0)) !== 0) this.enter(to, children[index] ?? 0);
      }
      this.work += (begins[word + 1] ?? 0) - (begins[word] ?? 0);
    }
    this.work += from.count + to.count;
    // Those behind steps that may take nothing; what is entered so is complete already.
    for (let at = 0, { count } = to; at < count; at++) this.complete(to, to.words[at] ?? 0);
    [this.front, this.back] = [to, from];
  }

  /** The node, and what is behind it without a character: no more than a few, as the patterns are simplified. */
  private enter(to: Front, node: number): void {
    const word = node >> 5;
    const bit = 1 << (node & 31);
    to.reach(word, bit);
    if (((this.free[word] ?? 0) & bit) !== 0) this.enter(to, node + 1);
    if (((this.freeElsewhere[word] ?? 0) & bit) !== 0) this.enterFree(to, node);
  }

  private enterFree(to: Front, node: number): void {
    for (const child of this.freeChildren.get(node) ?? []) this.enter(to, child);
  }

  private complete(to: Front, word: number): void {
    const free = this.free[word] ?? 0;
    let bits = to.reached[word] ?? 0;
    // A star, the folders behind it, and what is behind those.
    for (let times = 0; times < 3; times++) bits |= (bits & free) << 1;
    to.reached[word] = bits;
    if ((bits & free) < 0) this.enter(to, (word + 1) << 5);
    for (let left = bits & (this.freeElsewhere[word] ?? 0); left !== 0; left &= left - 1)
      this.enterFree(to, (word << 5) + 31 - Math.clz32(left & -left));
  }

  private movesFor(character: string): Moves {
    const code = character.codePointAt(0) ?? 0;
    const known = this.moves.get(code);
    if (known !== undefined) return known;
    if (this.moves.size >= this.keptMoves) this.moves.clear();
    const labels = [code, code === slash ? behind : any];
    for (const [number, tested] of this.tree.classes.entries()) if (isInClass(tested, character)) labels.push(firstClass - number);
    const edges = labels.flatMap((label) => this.others.get(label) ?? []).sort((left, right) => left.parent - right.parent);
    const begins = new Int32Array(this.length + 1);
    for (const { parent } of edges) begins[(parent >> 5) + 1] = (begins[(parent >> 5) + 1] ?? 0) + 1;
    for (let word = 0; word < this.length; word++) begins[word + 1] = (begins[word + 1] ?? 0) + (begins[word] ?? 0);
    const moves: Moves = {
      first: this.mask(labels.flatMap((label) => this.firsts.get(label) ?? [])),
      others: this.mask(edges.map(({ parent }) => parent)),
      bits: Int32Array.from(edges, ({ parent }) => 1 << (parent & 31)),
      children: Int32Array.from(edges, ({ child }) => child),
      begins,
    };
    this.moves.set(code, moves);
    return moves;
  }

  private mask(nodes: Iterable<number>): Int32Array {
    const words = new Int32Array(this.length);
    for (const node of nodes) words[node >> 5] = (words[node >> 5] ?? 0) | (1 << (node & 31));
    return words;
  }

  private state(): GlobState {
    const words = this.front.words.slice(0, this.front.count);
    return { words, nodes: words.map((word) => this.front.nodesIn(word)) };
  }
}
