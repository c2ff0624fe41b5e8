// Bytes of all WASM memory in the worker, and of its JavaScript heap after garbage collection, from Miniflare's
// debugger.
//
//   node wasm.mjs <port>

const [port] = process.argv.slice(2);
const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
const worker = targets.find(({ id }) => id.startsWith("core:user:")) ?? targets[0];
const socket = new WebSocket(worker.webSocketDebuggerUrl);
const asked = new Map();
let context;

function ask(method, params) {
  const id = asked.size + 1;
  const answer = new Promise((answered) => asked.set(id, answered));
  socket.send(JSON.stringify({ id, method, params }));
  return answer;
}

socket.onmessage = ({ data }) => {
  const { id, method, params, result, error } = JSON.parse(data);
  if (method === "Runtime.executionContextCreated") context = params.context.id;
  if (error) throw new Error(JSON.stringify(error));
  asked.get(id)?.(result);
};
socket.onclose = socket.onerror = () => process.exit(1);
setTimeout(() => process.exit(2), 30_000);
await new Promise((opened) => { socket.onopen = opened; });
// The event has already fired if another client was connected before.
await ask("Runtime.disable");
await ask("Runtime.enable");
const expression = "WebAssembly.Memory.prototype";
const { result: prototype } = await ask("Runtime.evaluate", { contextId: context, expression });
const { objects } = await ask("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
const { result: bytes } = await ask("Runtime.callFunctionOn", {
  objectId: objects.objectId,
  returnByValue: true,
  functionDeclaration: "function () { return this.map((memory) => memory.buffer.byteLength); }",
});
// More than one only where a panic restarted the worker.
const sum = bytes.value.reduce((a, b) => a + b, 0);
if (sum === 0) process.exit(3);
// Querying objects has collected the garbage.
const { usedSize } = await ask("Runtime.getHeapUsage");
console.log(sum, usedSize);
process.exit();
