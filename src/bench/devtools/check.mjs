// Loads a heap snapshot with the loader of Chrome DevTools and prints what the Memory tab would show.
import fs from 'node:fs';
import * as Snapshot from 'chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker/HeapSnapshot.js';
import {HeapSnapshotLoader} from 'chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker/HeapSnapshotLoader.js';

Promise.withResolvers ??= function() {
  let resolve, reject;
  const promise = new Promise((a, b) => { resolve = a; reject = b; });
  return {promise, resolve, reject};
};

const [file, top = '10'] = process.argv.slice(2);
const loader = new HeapSnapshotLoader({sendEvent() {}});
for await (const chunk of fs.createReadStream(file, {encoding: 'utf8', highWaterMark: 1 << 24})) {
  loader.write(chunk);
  await new Promise(resolve => setImmediate(resolve));
}
loader.close();
await loader.parsingComplete;

const channel = new MessageChannel();
new Snapshot.SecondaryInitManager(channel.port2);
const snapshot = await loader.buildSnapshot(channel.port1);
channel.port1.close();
channel.port2.close();

const node = snapshot.createNode(0);
const objects = [];
const count = snapshot.nodeCount;
let farthest = 0;
for (let i = 0; i < count; i++) {
  node.nodeIndex = i * snapshot.nodeFieldCount;
  if (!node.isSynthetic()) {
    farthest = Math.max(farthest, node.distance());
    objects.push([node.retainedSize(), node.id(), node.selfSize(), node.name()]);
  }
}
objects.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
console.log(JSON.stringify({
  nodes: count,
  objects: objects.length,
  total_bytes: snapshot.totalSize,
  farthest,
  top: objects.slice(0, Number(top)).map(([retained, id, size, name]) => ({address_quarter: id, size, retained, name})),
}, null, 1));
