// Runs a WebAssembly program: `node run.mjs program.wasm`; what it writes goes to the standard output.
import { readFileSync, writeSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// The panic handler's way of not existing: nothing but the host's function may be imported.
const foreign = WebAssembly.Module.imports(module).filter((i) => i.module !== "host");
if (foreign.length > 0) {
  console.error(`calls what is nowhere: ${foreign.map((i) => i.name).join(", ")}`);
  process.exit(1);
}
let memory;
const host = {
  write: (start, length) => writeSync(1, new Uint8Array(memory.buffer, start, length)),
};
const { exports } = new WebAssembly.Instance(module, { host });
memory = exports.memory;
exports.run();
