// Trees as pictures need them: {name, value, children, more, moreValue, self, address, type, certainty, holder}.
// Children are in order of value, and more of them, moreValue together, were left out by the server.

/** The dominator tree of "dominators --json". Values are retained bytes. */
export function dominatorTree(answer, whole) {
  const children = answer.nodes.map(dominatorNode);
  const more = answer.more || { nodes: 0, retained: 0 };
  if (whole) {
    return {
      name: "live heap",
      value: answer.live_bytes,
      children: grouped(children),
      more: more.nodes,
      moreValue: more.retained,
      self: 0,
    };
  }
  return children[0] || null;
}

function dominatorNode(node) {
  const more = node.more || { nodes: 0, retained: 0 };
  return {
    name: node.holder || node.type || node.shape,
    value: node.retained,
    objects: node.objects,
    count: node.count,
    children: grouped((node.children || []).map(dominatorNode)),
    more: typeof more === "number" ? more : more.nodes,
    moreValue: typeof more === "number" ? node.more_bytes || 0 : more.retained,
    self: node.size,
    address: node.address,
    holder: node.holder,
    type: node.type,
    certainty: node.certainty,
    cut: node.cut,
  };
}

function grouped(children) {
  return children.sort((one, other) => other.value - one.value);
}

/** The tree of "flamegraph --json". */
export function flameTree(node, whole = "live heap") {
  return {
    name: node.kind === "all" ? whole : node.name,
    kind: node.kind,
    value: node.value,
    objects: node.objects,
    children: grouped((node.children || []).map((child) => flameTree(child))),
    more: node.more || 0,
    moreValue: node.more_value || 0,
    self: node.self || 0,
    example: node.example,
    type: node.type,
    certainty: node.certainty,
  };
}

/** The nodes from the root to the one at a place such as "0.2.1": indexes of children. */
export function pathTo(root, place) {
  const path = [root];
  for (const index of place ? place.split(".") : []) {
    const next = path[path.length - 1].children[Number(index)];
    if (!next) break;
    path.push(next);
  }
  return path;
}

/** The place of the last node of a path. */
export function placeOf(path) {
  return path
    .slice(1)
    .map((node, index) => path[index].children.indexOf(node))
    .join(".");
}

/** The path to a node; a search, since nodes don't know their parents. */
export function findPath(root, wanted) {
  const stack = [[root]];
  while (stack.length) {
    const path = stack.pop();
    const last = path[path.length - 1];
    if (last === wanted) return path;
    for (const child of last.children) stack.push([...path, child]);
  }
  return [root];
}

const BIG_CHILD = 0.8;

/** From a path, down as long as one child has most of its parent's value. */
export function nextBigDrop(path) {
  const down = [...path];
  for (;;) {
    const last = down[down.length - 1];
    const largest = last.children[0];
    if (!largest || (down.length > path.length && largest.value < BIG_CHILD * last.value)) return down;
    down.push(largest);
  }
}

/** The tree without nodes whose name contains a text, and without what is below them. */
export function hide(node, text) {
  const children = node.children.filter((child) => !contains(child, text)).map((child) => hide(child, text));
  const hidden = node.children.filter((child) => contains(child, text)).reduce((sum, child) => sum + child.value, 0);
  const lost = node.children.reduce((sum, child) => sum + child.value, 0) - hidden - children.reduce((sum, child) => sum + child.value, 0);
  return { ...node, children, value: node.value - hidden - lost };
}

/** Whether a name contains a text, in letters of any case. */
export function contains(node, text) {
  return String(node.name || "").toLowerCase().includes(text.toLowerCase());
}

/** The value of all topmost nodes whose name contains a text. */
export function matched(node, text) {
  return contains(node, text) ? node.value : node.children.reduce((sum, child) => sum + matched(child, text), 0);
}
